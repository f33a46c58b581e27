using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Calling;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Feed;
using Kraken.Explorer.Search;
using Kraken.Explorer.Tokens;
using Kraken.Explorer.Verification;
using Kraken.Explorer.Web;
using Kraken.L1;
using Kraken.Proofs;
using Kraken.Proofs.Ranges;
using Kraken.Rpc.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kraken.Explorer;

/// <summary>The explorer: a web server that shows a node's chain and a proof store.</summary>
public sealed class ExplorerHost : IAsyncDisposable
{
    private static readonly TimeSpan NodeTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(3);

    private readonly HttpClient http = new() { Timeout = NodeTimeout };
    private readonly WebApplication application;
    private readonly string nodeName;

    /// <summary>Makes an explorer that does not listen yet.</summary>
    /// <param name="options">Where it listens and what it shows.</param>
    /// <param name="loggers">Where it logs to; not disposed here.</param>
    public ExplorerHost(ExplorerOptions options, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggers);
        nodeName = options.Node.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

        // Empty: settings of the folder that the process runs in must not configure the explorer.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(loggers);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout);
        AddServices(builder.Services, options);
        application = builder.Build();
        application.Use(PageMeter.MeasureAsync);
        application.Use(SecurityHeaders.AddAsync);
        application.Use(application.Services.GetRequiredService<ErrorPages>().HandleAsync);
        application.UseRouting();
        application.MapPages();
        application.MapListings();
        application.MapCalls();
        application.MapProofs();
    }

    /// <summary>The address that is listened to, once started.</summary>
    public Uri Address =>
        new(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Why pages cannot show what is now: the node does not answer; null while it does.</summary>
    public string? NodeProblem =>
        application.Services.GetRequiredService<LiveFeed>().NodeIsReachable ? null : $"{nodeName} does not answer";

    /// <summary>Runs until it is cancelled or the process is asked to end.</summary>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="System.IO.IOException">The port is taken.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await StartAsync(cancellation).ConfigureAwait(false);
        TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellation.Register(() => stopped.TrySetResult()))
        using (application.Lifetime.ApplicationStopping.Register(() => stopped.TrySetResult()))
        {
            await stopped.Task.ConfigureAwait(false);
        }

        await StopAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Starts to listen.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await application.Services.GetRequiredService<UnreadableRequests>().StartAsync().ConfigureAwait(false);
        await application.StartAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends the running requests, live ones at once, and stops.</summary>
    public Task StopAsync(CancellationToken cancellation) => application.StopAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync().ConfigureAwait(false);
        http.Dispose();
    }

    private static void Configure(KestrelServerOptions kestrel, ExplorerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = ExplorerLimits.Connections;
        kestrel.Limits.MaxRequestHeaderCount = ExplorerLimits.Headers;
        kestrel.Limits.MaxRequestHeadersTotalSize = ExplorerLimits.HeaderBytes;
        kestrel.Limits.MaxRequestLineSize = ExplorerLimits.HeaderBytes;
        kestrel.Limits.RequestHeadersTimeout = ExplorerLimits.HeadersTime;
        kestrel.Limits.MaxRequestBodySize = ExplorerLimits.BodyBytes;
        kestrel.Listen(options.Host, options.Port, listen =>
        {
            UnreadableRequests unreadable = listen.ApplicationServices.GetRequiredService<UnreadableRequests>();
            listen.Use(next => connection => unreadable.ServeAsync(connection, next));
        });
    }

    private static ExplorerData Data(IServiceProvider services, ExplorerOptions options)
    {
        NodeReader node = services.GetRequiredService<NodeReader>();
        return new(
            node,
            services.GetRequiredService<ClassCatalog>(),
            services.GetRequiredService<RangeCatalog>(),
            services.GetRequiredService<WatcherReader>())
        {
            Token = services.GetRequiredService<TokenReader>(),
            Tokens = services.GetRequiredService<TokenCatalog>(),
            Certificates = new CertificateReader(node, options.Authority),
            Deliveries = services.GetRequiredService<DeliveryReader>(),
            Signer = services.GetRequiredService<DevelopmentSigner>(),
        };
    }

    private void AddServices(IServiceCollection services, ExplorerOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new WatcherReader(new WatcherStatusFile(options.Proofs), TimeProvider.System));
        services.AddSingleton(new NodeReader(new RpcClient(http, options.Node)));
        IRangeProofStore store = options.Store ?? new RangeProofStore(options.Proofs);
        services.AddSingleton(store);
        services.AddSingleton(_ => new RangeVerifier(store, options.Authority));
        services.AddSingleton(new DeliveryReader(
            options.L1 is { } l1 ? new L1Mailbox(new EthereumNode(http, l1.Node, l1.Limits), l1.Contract) : null));
        services.AddSingleton<RangeCatalog>();
        services.AddSingleton<ClassCatalog>();
        services.AddSingleton(provider => new TokenReader(
            provider.GetRequiredService<NodeReader>(), provider.GetRequiredService<ClassCatalog>(), options.Authority?.FeeToken));
        services.AddSingleton<TokenCatalog>();
        services.AddSingleton<DevelopmentSigner>();
        services.AddSingleton(provider => Data(provider, options));
        services.AddSingleton<SearchResolver>();
        services.AddSingleton<PageRenderer>();
        services.AddSingleton<ErrorPages>();
        services.AddSingleton<UnreadableRequests>();
        services.AddSingleton<LiveFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveFeed>());
    }
}
