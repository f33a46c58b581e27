using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Feeder.Serving;
using Kraken.Rpc.Blocks;
using Kraken.Rpc.Health;
using Kraken.Rpc.Limits;
using Kraken.Rpc.Metrics;
using Kraken.Rpc.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kraken.Rpc.Server;

/// <summary>
/// Serves JSON-RPC over HTTP and WebSockets at the paths of <see cref="RpcPath"/>, the gateways of Starknet below /feeder_gateway/ and
/// /gateway/, blocks to followers at /blocks, a page for people at /status, and how the node is at /is_alive, /health and /ready. Open to
/// browsers of any origin.
/// </summary>
public sealed class RpcServer : IAsyncDisposable
{
    private const int MaxHeaders = 64;
    private const int MaxHeaderBytes = 16 << 10;
    private const int MaxLineBytes = 4 << 10;
    private const double MinBodyBytesPerSecond = 2 << 10;
    private const double MinAnswerBytesPerSecond = 8 << 10;
    private const int PieceBytes = 64 << 10;

    // Long enough for another instance to be up, or for a balancer to have noticed.
    private const string RetryAfterSeconds = "5";
    private const string Stopping = "the node is stopping: ask another one, or again later";

    // Longer than clients keep idle connections (reqwest and Go's 90 s), so that none sends a request as this side closes.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(130);
    private static readonly TimeSpan RateGrace = TimeSpan.FromSeconds(5);

    private readonly RpcService service;
    private readonly RpcBackend backend;
    private readonly RpcOptions options;
    private readonly WebApplication application;
    private readonly ByteShares bodies;
    private readonly HealthPaths health;
    private readonly RequestGate gate = new();
    private readonly ILogger logger;
    private readonly SocketEndpoint sockets;
    private readonly BlockEndpoint blocks;
    private readonly FeederEndpoint gateways;

    /// <summary>Makes a server that does not listen yet.</summary>
    /// <param name="backend">The node.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="endpoint">Where to listen; port 0 takes a free one.</param>
    /// <param name="loggers">The node's log, which gets warnings and defects; null for none.</param>
    public RpcServer(RpcBackend backend, RpcOptions options, IPEndPoint endpoint, ILoggerFactory? loggers = null)
    {
        this.backend = backend;
        this.options = options;
        loggers ??= NullLoggerFactory.Instance;
        service = new(backend, options, loggers.CreateLogger<RpcService>());
        logger = loggers.CreateLogger<RpcServer>();
        health = new(Health, logger);
        bodies = new("bodies", options.MaxTotalBodyBytes, options.MaxClientBodyBytes, options.ReservedBodyBytes);

        sockets = new(service, bodies, options);
        blocks = new(backend, service, options);
        gateways = new(new(backend.Gateways, options.Gateways), service, bodies, options, loggers.CreateLogger<RpcServer>());

        // Empty: settings of the folder that the process runs in must not configure a node, and a watch for their change is woken by
        // every write of a store below that folder.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton<ILoggerFactory>(new WarningLoggers(loggers));
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, endpoint));
        builder.Services.Configure<SocketTransportOptions>(Configure);
        application = builder.Build();
        application.UseWebSockets();
        application.Run(HandleAsync);
    }

    /// <summary>The address that is listened to, once started.</summary>
    public Uri Address =>
        new(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>How many WebSockets are open.</summary>
    internal int OpenSockets => sockets.Count;

    /// <summary>How many HTTP requests and WebSockets are being served.</summary>
    internal int RunningRequests => gate.Running;

    /// <summary>Starts to listen.</summary>
    public Task StartAsync(CancellationToken cancellation) => application.StartAsync(cancellation);

    /// <summary>How the node is: what its backend says, whether its chain can be read, whether it is behind, whether it ends.</summary>
    public HealthReport Health() => (backend.Health?.Invoke() ?? new HealthReport()).With(
    [
        .. ChainProblem() is { } chain ? [chain] : Array.Empty<HealthProblem>(),
        .. gate.IsClosed ? [new HealthProblem(HealthGrade.Unready, "server", Stopping)] : Array.Empty<HealthProblem>(),
    ]);

    /// <summary>Ends the subscriptions of all WebSockets, which stay open.</summary>
    public void EndSubscriptions() => service.EndSubscriptions();

    /// <summary>
    /// Refuses new work with 503 and Retry-After, closes WebSockets, and lets the requests that run end. It still listens, so that whoever
    /// is sent here by a balancer that does not know yet is told to go elsewhere.
    /// </summary>
    /// <param name="within">How long running requests may take.</param>
    public async Task DrainAsync(TimeSpan within)
    {
        Task<int> closed = gate.CloseAsync(within);
        await sockets.StopAsync().ConfigureAwait(false);
        if (await closed.ConfigureAwait(false) is > 0 and int cut)
        {
            logger.LogWarning("{Requests} requests still run after {Seconds} s and are cut off", cut, within.TotalSeconds);
        }
    }

    /// <summary>Ends the running requests and stops.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await sockets.StopAsync().ConfigureAwait(false);
        await application.StopAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync().ConfigureAwait(false);
        sockets.Dispose();
    }

    private void Configure(KestrelServerOptions kestrel, IPEndPoint endpoint)
    {
        kestrel.AddServerHeader = false;

        // Bounded where bodies are read: the server itself would answer nothing and cut the connection in the middle of the body.
        kestrel.Limits.MaxRequestBodySize = null;

        // Who comes when all are taken may have one in place of another's, which is not closed at once.
        kestrel.Limits.MaxConcurrentConnections = 2L * options.MaxConnections;
        kestrel.Limits.RequestHeadersTimeout = options.HeadersTimeout;
        kestrel.Limits.KeepAliveTimeout = KeepAlive;
        kestrel.Limits.MaxRequestHeaderCount = MaxHeaders;
        kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        kestrel.Limits.MaxRequestLineSize = MaxLineBytes;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(MinBodyBytesPerSecond, RateGrace);
        kestrel.Limits.MinResponseDataRate = new MinDataRate(MinAnswerBytesPerSecond, RateGrace);
        ConnectionShares shares = new(options.MaxConnections, options.MaxClientConnections);
        kestrel.Listen(endpoint, listen =>
        {
            // One request at a time on a connection.
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(shares.Guard);
        });
    }

    private static void Configure(SocketTransportOptions sockets)
    {
        // Not UnsafePreferInlineScheduling: a client that sends without waiting for answers would have its bytes read, parsed and answered
        // by one thread of the pool without an end, and a few such clients would have all of them, which timers of consensus wait for.

        // A buffer of 4 KiB for each of the bounded connections, instead of one more system call for each request.
        sockets.WaitForDataBeforeAllocatingBuffer = false;
    }

    private Task HandleAsync(HttpContext context)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        context.Response.Headers.AccessControlAllowHeaders = "*";
        context.Response.Headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
        string path = (context.Request.Path.Value ?? string.Empty).TrimEnd('/');
        RpcPath? rpc = RpcPath.Of(path);
        bool isCallable = rpc?.IsCallable ?? false;
        if (rpc is { } socket && context.WebSockets.IsWebSocketRequest)
        {
            return HandleWorkAsync(context, (call, client) => HandleSocketAsync(call, client, socket));
        }

        if (rpc is { IsCallable: false })
        {
            context.Response.Headers.Upgrade = "websocket";
            return RefuseAsync(context, StatusCodes.Status426UpgradeRequired, "a WebSocket is here: expected GET with Upgrade: websocket");
        }

        if (FeederService.Has(path))
        {
            return HandleWorkAsync(
                context, (call, client) => gateways.HandleAsync(call, client, answer => SendAsync(call, client, answer)));
        }

        bool isPage = path is "" or "/status" || HealthPaths.Has(path);
        bool isBlocks = BlockEndpoint.Has(path);
        if (!isCallable && !isPage && !isBlocks)
        {
            return RefuseAsync(
                context,
                StatusCodes.Status404NotFound,
                "nothing is here: JSON-RPC 0.10 is at /, /rpc and /rpc/v0_10, 0.9 at /rpc/v0_9, by POST or WebSocket");
        }

        switch (context.Request.Method)
        {
            case "OPTIONS":
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
            case "POST" when isCallable:
                return HandleWorkAsync(context, (call, client) => HandleCallAsync(call, client, rpc!.Value));
            case "GET" when isBlocks:
                return HandleWorkAsync(context, blocks.ServeAsync);
            case "GET" or "HEAD" when HealthPaths.Has(path):
                return health.HandleAsync(context, path);
            case "GET" or "HEAD" when isPage:
                return HandleStatusAsync(context);
            default:
                context.Response.Headers.Allow = isCallable ? isPage ? "GET, HEAD, POST, OPTIONS" : "POST, OPTIONS"
                    : isBlocks ? "GET, OPTIONS" : "GET, HEAD, OPTIONS";
                return RefuseAsync(
                    context, StatusCodes.Status405MethodNotAllowed, $"expected one of {context.Response.Headers.Allow} here");
        }
    }

    // Whoever speaks JSON-RPC to the wrong place gets an answer that it can show.
    private static Task RefuseAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        return SendAsync(context, RpcService.Refusal(RpcError.InvalidRequest(reason)));
    }

    private async Task HandleWorkAsync(HttpContext context, Func<HttpContext, string, Task> handle)
    {
        if (!gate.TryEnter())
        {
            RpcMeter.Refuse("stopping");
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            context.Response.Headers.Connection = "close";
            await SendAsync(context, RpcService.Refusal(RpcError.ServerBusy(Stopping))).ConfigureAwait(false);
            return;
        }

        RpcMeter.Run(1);
        try
        {
            await HandleCallAsync(context, handle).ConfigureAwait(false);
        }
        finally
        {
            RpcMeter.Run(-1);
            gate.Leave();
        }
    }

    private static async Task HandleCallAsync(HttpContext context, Func<HttpContext, string, Task> handle)
    {
        string client = ClientAddress.Of(context.Connection.RemoteIpAddress);
        try
        {
            await handle(context, client).ConfigureAwait(false);
        }
        catch (ServerBusyException refusal)
        {
            RpcMeter.Refuse("busy");
            await SendAsync(context, RpcService.Busy(refusal)).ConfigureAwait(false);
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await RefuseAsync(context, exception.StatusCode, exception.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!context.Response.HasStarted)
        {
            // The client has left, or has sent its request too slowly.
            context.Response.StatusCode = StatusCodes.Status408RequestTimeout;
        }
        catch (OperationCanceledException)
        {
            // The client has left while it was answered, or reads too slowly to be waited for: others need the bytes of its answer.
            context.Abort();
        }
    }

    private async Task HandleCallAsync(HttpContext context, string client, RpcPath path)
    {
        ReadOnlyMemory<byte> answer = await AnswerAsync(context, new RpcCaller(client, null, path.Version)).ConfigureAwait(false);
        if (answer.IsEmpty)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await SendAsync(context, client, answer).ConfigureAwait(false);
    }

    // Answers that may be long are sent at the pace that clients take them, and others may need their bytes meanwhile.
    private async Task SendAsync(HttpContext context, string client, ReadOnlyMemory<byte> answer)
    {
        using CancellationTokenSource sending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        using IDisposable held = service.Answers.Lend(client, answer.Length, sending);
        Begin(context, answer.Length);
        long began = Stopwatch.GetTimestamp();
        for (int at = 0; at < answer.Length; at += PieceBytes)
        {
            ReadOnlyMemory<byte> piece = answer.Slice(at, Math.Min(PieceBytes, answer.Length - at));
            ValueTask write = context.Response.Body.WriteAsync(piece, sending.Token);
            if (write.IsCompleted)
            {
                await write.ConfigureAwait(false);
                continue;
            }

            // The server itself copies all that it is given at once, and lets who was fast at first be slow for hours.
            TimeSpan left = options.Timeout - Stopwatch.GetElapsedTime(began);
            sending.CancelAfter(left < TimeSpan.Zero ? TimeSpan.Zero : left < options.PieceTimeout ? left : options.PieceTimeout);
            await write.ConfigureAwait(false);
            sending.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    // The body is not held while its answer is sent.
    private async Task<ReadOnlyMemory<byte>> AnswerAsync(HttpContext context, RpcCaller caller)
    {
        using CancellationTokenSource reading = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        reading.CancelAfter(options.Timeout);
        using RequestBody body = await RequestBody.ReadAsync(
            context.Request, options.MaxBodyBytes, bodies, caller.Name, reading.Token).ConfigureAwait(false);
        return await service.HandleAsync(body.Content, caller, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task HandleSocketAsync(HttpContext context, string client, RpcPath path)
    {
        try
        {
            await sockets.ServeAsync(context, client, path.Version).ConfigureAwait(false);
        }
        catch (ServerBusyException refusal) when (!context.Response.HasStarted)
        {
            // Who wants to upgrade looks at nothing but the status.
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await SendAsync(context, RpcService.Busy(refusal)).ConfigureAwait(false);
        }
    }

    private static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> answer)
    {
        Begin(context, answer.Length);
        await context.Response.Body.WriteAsync(answer, context.RequestAborted).ConfigureAwait(false);
    }

    private static void Begin(HttpContext context, int length)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = length;
    }

    // A store that cannot be read is the commonest way to be ill.
    private HealthProblem? ChainProblem()
    {
        try
        {
            return backend.Chain.Latest is null ? new HealthProblem(HealthGrade.Failure, "chain", "there is no block yet")
                : backend.Chain.Syncing is { } progress ? new HealthProblem(
                    HealthGrade.Unready, "chain", $"syncing: block {progress.CurrentNumber} of {progress.HighestNumber}")
                : null;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            logger.LogError(failure, "the chain cannot be read");
            return new HealthProblem(HealthGrade.Failure, "chain", "the chain cannot be read; the node's log says more");
        }
    }

    private async Task HandleStatusAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(StatusPage.Render(backend), context.RequestAborted).ConfigureAwait(false);
    }
}
