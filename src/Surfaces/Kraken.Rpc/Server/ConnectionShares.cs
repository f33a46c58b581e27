using System.Collections.Generic;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Connections;

namespace Kraken.Rpc.Server;

/// <summary>Cuts connections of a client that has too many already.</summary>
/// <param name="maxPerClient">The most connections of one client.</param>
internal sealed class ConnectionShares(int maxPerClient)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> open = [];

    internal ConnectionDelegate Guard(ConnectionDelegate next) => async connection =>
    {
        string client = ClientAddress.Of((connection.RemoteEndPoint as IPEndPoint)?.Address);
        if (!TryEnter(client))
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
            Leave(client);
        }
    };

    private bool TryEnter(string client)
    {
        lock (gate)
        {
            int own = open.GetValueOrDefault(client);
            if (own >= maxPerClient)
            {
                return false;
            }

            open[client] = own + 1;
            return true;
        }
    }

    private void Leave(string client)
    {
        lock (gate)
        {
            if (--open[client] == 0)
            {
                open.Remove(client);
            }
        }
    }
}
