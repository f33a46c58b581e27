using System;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Kraken.P2P.Links;
using Microsoft.Extensions.Logging;

namespace Kraken.P2P.Admission;

/// <summary>Accepts connections and serves those that a known peer's key made.</summary>
internal sealed class Acceptor(
    PeerId self, PeerAuthentication authentication, ConnectionKeeper keeper, RunningTasks tasks, PeerNetworkOptions options, ILogger logger)
{
    // Connections that the system holds until they are accepted; it may hold fewer.
    private const int Backlog = 4096;

    // A flood that evicts is accepted a few at a time: it costs little computing, and who comes in has time to speak.
    private const int EvictionsPerPause = 4;

    private static readonly TimeSpan EvictionPause = TimeSpan.FromMilliseconds(1);

    // Accepting fails for want of file handles or memory; asking again at once would not help.
    private static readonly TimeSpan AcceptRetry = TimeSpan.FromMilliseconds(100);

    private readonly PendingHandshakes pending = new(options.Connections);

    /// <summary>Connections that have not shown a known key.</summary>
    public int Pending => pending.Count;

    /// <summary>Opens the port.</summary>
    /// <exception cref="SocketException">The port is taken, or the address is not this machine's.</exception>
    public static Socket Open(IPEndPoint listen)
    {
        Socket listener = new(listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (listen.Address.Equals(IPAddress.IPv6Any))
            {
                listener.DualMode = true;
            }

            listener.Bind(listen);
            listener.Listen(Backlog);
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Accepts until stopped; never waits for a stranger.</summary>
    public async Task RunAsync(Socket listener, CancellationToken stop)
    {
        long paused = 0;
        while (true)
        {
            try
            {
                Socket socket = await listener.AcceptAsync(stop).ConfigureAwait(false);
                Enter(socket, stop);
                if (pending.Evictions - paused >= EvictionsPerPause)
                {
                    paused = pending.Evictions;
                    await Task.Delay(EvictionPause, options.Time, stop).ConfigureAwait(false);
                }
            }
            catch (SocketException error)
            {
                logger.LogWarning("accepting a connection failed: {Reason}", error.Message);
                await Task.Delay(AcceptRetry, options.Time, stop).ConfigureAwait(false);
            }
        }
    }

    private void Enter(Socket socket, CancellationToken stop)
    {
        try
        {
            PeerSocket.Prepare(socket);
            PendingHandshake stranger = new(socket, AddressBlock.Of(((IPEndPoint)socket.RemoteEndPoint!).Address));
            pending.Enter(stranger);
            tasks.Start(() => ServeAsync(socket, stranger, stop));
        }
        catch (SocketException error)
        {
            // It was closed again before it was looked at.
            logger.LogDebug("a connection ended: {Reason}", error.Message);
            socket.Dispose();
        }
    }

    private async Task ServeAsync(Socket socket, PendingHandshake stranger, CancellationToken stop)
    {
        using Socket owned = socket;
        try
        {
            if (await AuthenticateAsync(socket, stranger, stop).ConfigureAwait(false) is var (stream, link))
            {
                await keeper.ServeAsync(link, socket, stream).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (ConnectionKeeper.IsConnectionFailure(error))
        {
            logger.LogDebug("a connection ended: {Reason}", error.Message);
        }
    }

    private async Task<(SslStream Stream, PeerLink Link)?> AuthenticateAsync(
        Socket socket, PendingHandshake stranger, CancellationToken stop)
    {
        try
        {
            using CancellationTokenSource clock = new(options.Connections.HandshakeLimit, options.Time);
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, stop);

            // Waits for the first bytes without a buffer: a silent stranger costs a socket and no more.
            await socket.ReceiveAsync(Memory<byte>.Empty, limit.Token).ConfigureAwait(false);
            pending.Begins(stranger);
            (SslStream stream, PeerId peer) = await authentication.AcceptedAsync(socket, limit.Token).ConfigureAwait(false);
            if (self.Address < peer.Address || keeper.Find(peer) is not { } link)
            {
                logger.LogDebug("peer {Peer} dialled, but of two peers the lower address dials", peer);
                await stream.DisposeAsync().ConfigureAwait(false);
                return null;
            }

            return (stream, link);
        }
        finally
        {
            pending.Leave(stranger);
        }
    }
}
