using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using Microsoft.AspNetCore.Connections;

namespace Kraken.Rpc.Server;

/// <summary>
/// Cuts connections of a client that has too many already. When all are taken, the client that has most gives up its oldest one to a client
/// that has fewer, so that a few that keep theirs open shut nobody out.
/// </summary>
/// <param name="maxConnections">The most connections of all clients.</param>
/// <param name="maxPerClient">The most connections of one client.</param>
internal sealed class ConnectionShares(int maxConnections, int maxPerClient)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedList<ConnectionContext>> open = [];
    private int count;

    internal ConnectionDelegate Guard(ConnectionDelegate next) => async connection =>
    {
        string client = ClientAddress.Of((connection.RemoteEndPoint as IPEndPoint)?.Address);
        if (!TryEnter(client, connection))
        {
            connection.Abort();
            return;
        }

        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            Leave(client, connection);
        }
    };

    private bool TryEnter(string client, ConnectionContext connection)
    {
        ConnectionContext? givenUp = null;
        lock (gate)
        {
            int own = open.GetValueOrDefault(client)?.Count ?? 0;
            if (own >= maxPerClient)
            {
                return false;
            }

            if (count >= maxConnections)
            {
                (string most, LinkedList<ConnectionContext> theirs) = open.MaxBy(entry => entry.Value.Count);
                if (theirs.Count <= own + 1)
                {
                    return false;
                }

                givenUp = theirs.First!.Value;
                Remove(most, givenUp);
            }

            if (!open.TryGetValue(client, out LinkedList<ConnectionContext>? connections))
            {
                open.Add(client, connections = []);
            }

            connections.AddLast(connection);
            count++;
        }

        givenUp?.Abort();
        return true;
    }

    private void Leave(string client, ConnectionContext connection)
    {
        lock (gate)
        {
            Remove(client, connection);
        }
    }

    // One that was given up is gone already.
    private void Remove(string client, ConnectionContext connection)
    {
        if (open.TryGetValue(client, out LinkedList<ConnectionContext>? connections) && connections.Remove(connection))
        {
            count--;
            if (connections.Count == 0)
            {
                open.Remove(client);
            }
        }
    }
}
