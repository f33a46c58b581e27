using System;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Health;
using Kraken.Rpc.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace Kraken.Operations;

/// <summary>
/// What operators see of a process, at an address of its own: /metrics in Prometheus' text form, /health, /ready and /is_alive; and what a
/// collector is sent.
/// </summary>
public sealed class OperatorServer : IAsyncDisposable
{
    private readonly MeterProvider? metrics;
    private readonly WebApplication? application;
    private readonly HealthPaths health;

    private OperatorServer(OperatorOptions options, Func<HealthReport> report, ILoggerFactory loggers)
    {
        health = new HealthPaths(report, loggers.CreateLogger<OperatorServer>());
        if (options.Listen is null && options.Collector is null)
        {
            return;
        }

        metrics = MetricExport.Start(options, isScraped: options.Listen is not null);
        if (options.Listen is not { } listen)
        {
            return;
        }

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, listen));
        application = builder.Build();
        application.UseOpenTelemetryPrometheusScrapingEndpoint(
            metrics, context => IsMetrics(context.Request), path: null, configureBranchedPipeline: null, optionsName: null);
        application.Run(HandleAsync);
    }

    /// <summary>The address that is listened to; null where none is.</summary>
    public Uri? Address => application is null ? null
        : new(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Begins to measure, to listen and to send, as far as the options ask for it.</summary>
    /// <param name="options">Which process this is and what is asked for.</param>
    /// <param name="report">How the process is.</param>
    /// <param name="loggers">Told of defects. Not disposed with this.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="System.IO.IOException">The address is taken, or is not this machine's.</exception>
    public static async Task<OperatorServer> StartAsync(
        OperatorOptions options, Func<HealthReport> report, ILoggerFactory loggers, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        OperatorServer server = new(options, report, loggers);
        try
        {
            await (server.application?.StartAsync(cancellation) ?? Task.CompletedTask).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (application is not null)
        {
            await application.StopAsync().ConfigureAwait(false);
            await application.DisposeAsync().ConfigureAwait(false);
        }

        metrics?.Shutdown((int)OperatorLimits.LastExport.TotalMilliseconds);
        metrics?.Dispose();
    }

    private static void Configure(KestrelServerOptions kestrel, IPEndPoint listen)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = OperatorLimits.MaxConnections;
        kestrel.Limits.MaxRequestHeaderCount = OperatorLimits.MaxHeaders;
        kestrel.Limits.MaxRequestHeadersTotalSize = OperatorLimits.MaxHeaderBytes;
        kestrel.Limits.MaxRequestLineSize = OperatorLimits.MaxHeaderBytes;
        kestrel.Limits.RequestHeadersTimeout = OperatorLimits.HeadersTimeout;
        kestrel.Limits.MaxRequestBodySize = 0;
        kestrel.Listen(listen, endpoint => endpoint.Protocols = HttpProtocols.Http1);
    }

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private static bool IsMetrics(HttpRequest request) => IsRead(request) && request.Path == "/metrics";

    private Task HandleAsync(HttpContext context)
    {
        string path = (context.Request.Path.Value ?? string.Empty).TrimEnd('/');
        if (HealthPaths.Has(path) && IsRead(context.Request))
        {
            return health.HandleAsync(context, path);
        }

        bool isKnown = HealthPaths.Has(path) || path == "/metrics";
        context.Response.StatusCode = isKnown ? StatusCodes.Status405MethodNotAllowed : StatusCodes.Status404NotFound;
        context.Response.Headers.Allow = isKnown ? "GET, HEAD" : default;
        return context.Response.WriteAsync(
            isKnown ? "expected GET or HEAD\n" : "here are /metrics, /health, /ready and /is_alive\n", context.RequestAborted);
    }
}
