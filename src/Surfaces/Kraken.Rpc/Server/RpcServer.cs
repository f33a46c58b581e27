using System;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Limits;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kraken.Rpc.Server;

/// <summary>Serves JSON-RPC over HTTP at / and /rpc, and a page for people at /status. Open to browsers of any origin.</summary>
public sealed class RpcServer : IAsyncDisposable
{
    private const int MaxHeaders = 64;
    private const int MaxHeaderBytes = 16 << 10;
    private const int MaxLineBytes = 4 << 10;
    private const double MinBodyBytesPerSecond = 2 << 10;
    private const double MinAnswerBytesPerSecond = 8 << 10;

    private static readonly TimeSpan KeepAlive = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RateGrace = TimeSpan.FromSeconds(5);

    private readonly RpcService service;
    private readonly RpcBackend backend;
    private readonly RpcOptions options;
    private readonly WebApplication application;
    private readonly ByteShares bodies;
    private readonly ByteShares answers;

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
        bodies = new("bodies", options.MaxTotalBodyBytes, options.MaxClientBodyBytes);
        answers = new("answers", options.MaxTotalAnswerBytes, options.MaxClientAnswerBytes);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton<ILoggerFactory>(new WarningLoggers(loggers));
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, endpoint));
        application = builder.Build();
        application.Run(HandleAsync);
    }

    /// <summary>The address that is listened to, once started.</summary>
    public Uri Address => new(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Starts to listen.</summary>
    public Task StartAsync(CancellationToken cancellation) => application.StartAsync(cancellation);

    /// <summary>Ends the running requests and stops.</summary>
    public Task StopAsync(CancellationToken cancellation) => application.StopAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => application.DisposeAsync();

    private void Configure(KestrelServerOptions kestrel, IPEndPoint endpoint)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
        kestrel.Limits.RequestHeadersTimeout = options.HeadersTimeout;
        kestrel.Limits.KeepAliveTimeout = KeepAlive;
        kestrel.Limits.MaxRequestHeaderCount = MaxHeaders;
        kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        kestrel.Limits.MaxRequestLineSize = MaxLineBytes;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(MinBodyBytesPerSecond, RateGrace);
        kestrel.Limits.MinResponseDataRate = new MinDataRate(MinAnswerBytesPerSecond, RateGrace);
        ConnectionShares shares = new(options.MaxClientConnections);
        kestrel.Listen(endpoint, listen =>
        {
            // One request at a time on a connection.
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(shares.Guard);
        });
    }

    private Task HandleAsync(HttpContext context)
    {
        context.Response.Headers.AccessControlAllowOrigin = "*";
        context.Response.Headers.AccessControlAllowHeaders = "*";
        context.Response.Headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
        return (context.Request.Method, context.Request.Path.Value) switch
        {
            ("OPTIONS", _) => Empty(context, StatusCodes.Status204NoContent),
            ("POST", "/" or "/rpc") => HandleCallAsync(context),
            ("GET", "/" or "/status") => HandleStatusAsync(context),
            ("POST" or "GET", _) => Empty(context, StatusCodes.Status404NotFound),
            _ => Empty(context, StatusCodes.Status405MethodNotAllowed),
        };
    }

    private static Task Empty(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private async Task HandleCallAsync(HttpContext context)
    {
        string client = ClientAddress.Of(context.Connection.RemoteIpAddress);
        try
        {
            await HandleCallAsync(context, client).ConfigureAwait(false);
        }
        catch (ServerBusyException refusal)
        {
            await SendAsync(context, RpcService.Busy(refusal)).ConfigureAwait(false);
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException exception)
        {
            context.Response.StatusCode = exception.StatusCode;
        }
        catch (OperationCanceledException)
        {
            // The client has left, or has sent its request too slowly.
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status408RequestTimeout;
            }
        }
    }

    private async Task HandleCallAsync(HttpContext context, string client)
    {
        using CancellationTokenSource reading = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        reading.CancelAfter(options.Timeout);
        using RequestBody body = await RequestBody.ReadAsync(context.Request, bodies, client, reading.Token).ConfigureAwait(false);
        ReadOnlyMemory<byte> answer = await service.HandleAsync(body.Content, client, context.RequestAborted).ConfigureAwait(false);
        if (answer.IsEmpty)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        answers.Take(client, answer.Length);
        try
        {
            await SendAsync(context, answer).ConfigureAwait(false);
        }
        finally
        {
            answers.Return(client, answer.Length);
        }
    }

    private static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> answer)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task HandleStatusAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(StatusPage.Render(backend), context.RequestAborted).ConfigureAwait(false);
    }
}
