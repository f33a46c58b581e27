using System;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Limits;
using Kraken.Rpc.Versions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Kraken.Rpc.Server;

/// <summary>Opens WebSockets, as many as there may be, and closes them when the node stops.</summary>
/// <param name="service">Answers calls.</param>
/// <param name="bodies">The shares of bodies.</param>
/// <param name="options">The bounds.</param>
internal sealed class SocketEndpoint(RpcService service, ByteShares bodies, RpcOptions options) : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly CountShares open = new(options.Sockets.MaxConnections, options.Sockets.MaxClientConnections);

    /// <summary>How many sockets are open.</summary>
    internal int Count => open.Count;

    /// <summary>Opens a socket and serves it to its end.</summary>
    /// <exception cref="ServerBusyException">There are too many.</exception>
    internal async Task ServeAsync(HttpContext context, string client, OlderVersion? version)
    {
        if (open.Take(client) is { } bound)
        {
            throw new ServerBusyException($"server busy: there are {bound} sockets of one address, or of all");
        }

        try
        {
            // How slowly a socket may be read and written is decided by the socket: it may be quiet for hours.
            if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } reading)
            {
                reading.MinDataRate = null;
            }

            if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } writing)
            {
                writing.MinDataRate = null;
            }

            using System.Net.WebSockets.WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                KeepAliveInterval = options.Sockets.PingInterval,
                KeepAliveTimeout = options.Sockets.PingInterval,
            }).ConfigureAwait(false);
            using SocketConnection connection = new(socket, client, service, bodies, options, version);
            if (await connection.RunAsync(stopping.Token, context.RequestAborted).ConfigureAwait(false) == SocketClosing.TooSlow)
            {
                // What it was sent and did not take is not kept for it.
                context.Abort();
            }
        }
        finally
        {
            open.Return(client);
        }
    }

    /// <summary>Closes all sockets.</summary>
    internal Task StopAsync() => stopping.CancelAsync();

    /// <inheritdoc/>
    public void Dispose() => stopping.Dispose();
}
