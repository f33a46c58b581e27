using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;

namespace Kraken.P2P.Links;

/// <summary>Serves authenticated connections, at most one of each peer at any time, and refuses peers that broke the rules.</summary>
internal sealed class ConnectionKeeper(IEnumerable<PeerAddress> peers, PeerNetworkOptions options, ILogger logger, CancellationToken stop)
{
    private readonly ImmutableDictionary<PeerId, PeerLink> links =
        peers.ToImmutableDictionary(peer => peer.Id, peer => new PeerLink(peer, options.Connections, options.Time));

    /// <summary>Takes the messages.</summary>
    public PeerMessageHandler Received { get; set; } = (_, _, _, _) => ValueTask.CompletedTask;

    /// <summary>Told of every connection.</summary>
    public Action<PeerId> Connected { get; set; } = _ => { };

    /// <summary>Every known peer.</summary>
    public IEnumerable<PeerLink> Links => links.Values;

    /// <summary>A known peer; null of any other.</summary>
    public PeerLink? Find(PeerId peer) => links.GetValueOrDefault(peer);

    /// <summary>Whether an exception is how a connection ends when the other side is gone or no peer.</summary>
    public static bool IsConnectionFailure(Exception error) => error is
        IOException or SocketException or AuthenticationException or OperationCanceledException or InvalidOperationException;

    /// <summary>Serves a connection until it ends; the connection that it replaces has ended before.</summary>
    public async Task ServeAsync(PeerLink link, Socket socket, SslStream stream)
    {
        PeerConnection connection = new(link, stream, socket.Dispose, options, Received, logger);
        CancellationTokenRegistration stopping = stop.Register(() => connection.Close("the network closes"));
        try
        {
            if (link.TryReplace(connection, out PeerConnection? replaced) is { } refusal)
            {
                logger.LogDebug("a connection of {Peer} is refused: {Reason}", link.Peer, refusal);
                return;
            }

            if (replaced is not null)
            {
                replaced.Close("a newer connection replaces it");
                await replaced.Ended.ConfigureAwait(false);
            }

            await RunAsync(link, connection).ConfigureAwait(false);
        }
        finally
        {
            link.Remove(connection);
            connection.Dispose();
            await stopping.DisposeAsync().ConfigureAwait(false);
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Refuses a peer for a time that grows with its offences, and ends its connection.</summary>
    public void Penalize(PeerLink link, string offence)
    {
        TimeSpan refused = link.Penalize();
        logger.LogWarning("peer {Peer} is refused for {Seconds:0.#} s: {Offence}", link.Peer, refused.TotalSeconds, offence);
        link.Connection?.Close("the peer is refused");
    }

    private async Task RunAsync(PeerLink link, PeerConnection connection)
    {
        logger.LogInformation("peer {Peer} connected", link.Peer);
        try
        {
            Connected(link.Peer);
        }
        catch (Exception error)
        {
            logger.LogError(error, "the node failed to greet {Peer}; its connection ends", link.Peer);
            connection.Close("the node failed to greet the peer");
        }

        ConnectionEnd end = await connection.RunAsync().ConfigureAwait(false);
        if (end.IsOffence)
        {
            Penalize(link, end.Reason);
        }

        logger.LogInformation("peer {Peer} disconnected: {Reason}", link.Peer, end.Reason);
    }
}
