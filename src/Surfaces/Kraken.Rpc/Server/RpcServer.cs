using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kraken.Rpc.Server;

/// <summary>Serves JSON-RPC over HTTP at / and /rpc, and a page for people at /status. Open to browsers of any origin.</summary>
public sealed class RpcServer : IAsyncDisposable
{
    private readonly RpcService service;
    private readonly RpcBackend backend;
    private readonly RpcOptions options;
    private readonly WebApplication application;

    /// <summary>Makes a server that does not listen yet.</summary>
    /// <param name="backend">The node.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="endpoint">Where to listen; port 0 takes a free one.</param>
    public RpcServer(RpcBackend backend, RpcOptions options, IPEndPoint endpoint)
    {
        this.backend = backend;
        this.options = options;
        service = new(backend, options);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
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
        kestrel.Limits.RequestHeadersTimeout = options.Timeout;
        kestrel.Listen(endpoint);
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
        using CancellationTokenSource bounded = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        bounded.CancelAfter(options.Timeout);
        ReadOnlyMemory<byte> body;
        try
        {
            body = await ReadBodyAsync(context.Request, bounded.Token).ConfigureAwait(false);
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException exception)
        {
            context.Response.StatusCode = exception.StatusCode;
            return;
        }
        catch (OperationCanceledException)
        {
            context.Response.StatusCode = StatusCodes.Status408RequestTimeout;
            return;
        }

        ReadOnlyMemory<byte> answer = await service.HandleAsync(body, context.RequestAborted).ConfigureAwait(false);
        if (answer.IsEmpty)
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpRequest request, CancellationToken cancellation)
    {
        using MemoryStream body = new();
        await request.Body.CopyToAsync(body, cancellation).ConfigureAwait(false);
        return body.ToArray();
    }

    private async Task HandleStatusAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(StatusPage.Render(backend), context.RequestAborted).ConfigureAwait(false);
    }
}
