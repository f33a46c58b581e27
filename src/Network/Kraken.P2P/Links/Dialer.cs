using System;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Kraken.P2P.Admission;
using Microsoft.Extensions.Logging;

namespace Kraken.P2P.Links;

/// <summary>Keeps a dialled connection to a peer, made anew whenever it breaks.</summary>
internal sealed class Dialer(
    PeerAuthentication authentication, ConnectionKeeper keeper, PeerNetworkOptions options, ILogger logger, CancellationToken stop)
{
    private readonly ConnectionLimits limits = options.Connections;

    /// <summary>Dials until the network stops.</summary>
    public async Task RunAsync(PeerLink link)
    {
        TimeSpan retry = limits.FirstRetry;
        int failures = 0;
        while (!stop.IsCancellationRequested)
        {
            if (link.Refused is { Ticks: > 0 } refused)
            {
                await Task.Delay(refused, options.Time, stop).ConfigureAwait(false);
                continue;
            }

            if (await ConnectAsync(link, failures).ConfigureAwait(false) is { } connected)
            {
                long began = options.Time.GetTimestamp();
                await keeper.ServeAsync(link, connected.Socket, connected.Stream).ConfigureAwait(false);
                retry = options.Time.GetElapsedTime(began) > limits.LastRetry ? limits.FirstRetry : retry;
            }
            else
            {
                // A host of several addresses is tried at the next one.
                failures++;
            }

            await Task.Delay(retry, options.Time, stop).ConfigureAwait(false);
            retry = retry * 2 < limits.LastRetry ? retry * 2 : limits.LastRetry;
        }
    }

    private async Task<(Socket Socket, SslStream Stream)?> ConnectAsync(PeerLink link, int failures)
    {
        Socket? socket = null;
        try
        {
            using (CancellationTokenSource clock = new(limits.DialLimit, options.Time))
            using (CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, stop))
            {
                socket = await HostName.ConnectAsync(link.Address.Host, link.Address.Port, failures, limit.Token).ConfigureAwait(false);
            }

            PeerSocket.Prepare(socket);
            using (CancellationTokenSource clock = new(limits.HandshakeLimit, options.Time))
            using (CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, stop))
            {
                return (socket, await authentication.DialledAsync(socket, link.Peer, limit.Token).ConfigureAwait(false));
            }
        }
        catch (Exception error)
        {
            // Whatever went wrong, the peer is dialled again; unless the network stops, which the caller finds.
            socket?.Dispose();
            LogLevel level = ConnectionKeeper.IsConnectionFailure(error) ? LogLevel.Debug : LogLevel.Warning;
            (PeerId peer, string host, int port, _) = link.Address;
            logger.Log(level, "connecting to {Peer} at {Host}:{Port} failed: {Reason}", peer, host, port, error.Message);
            return null;
        }
    }
}
