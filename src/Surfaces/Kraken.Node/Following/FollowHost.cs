using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Tendermint;
using Kraken.Execution.Classes;
using Kraken.Node.Configuration;
using Kraken.Rpc;
using Kraken.Rpc.Client;
using Kraken.Rpc.Health;
using Kraken.Rpc.Server;
using Kraken.Sequencer;
using Kraken.Sequencer.Blocks;
using Kraken.Sequencer.Views;
using Kraken.Starknet.Blocks;
using Kraken.State.Store;
using Kraken.Storage.Sqlite;
using Kraken.Sync.Checking;
using Kraken.Sync.Following;
using Kraken.Sync.Sources;
using Microsoft.Extensions.Logging;

namespace Kraken.Node.Following;

/// <summary>A full node that does not vote: storage, execution, the sources that it follows and JSON-RPC, put together and run.</summary>
public sealed class FollowHost : IAsyncDisposable
{
    private readonly FollowOptions options;
    private readonly ILogger logger;
    private readonly HttpClient http;
    private readonly OpenChain chain;
    private readonly ChainStore store;
    private readonly CertificateCheck decisions;
    private readonly ChainFollower follower;
    private readonly CallExecutor executor;
    private readonly RpcServer rpc;
    private readonly FollowMeter meter;

    private FollowHost(FollowOptions options, byte[] genesisFile, HttpClient http, ILoggerFactory loggers)
    {
        this.options = options;
        this.http = http;
        logger = loggers.CreateLogger<FollowHost>();
        GenesisFile genesis = GenesisFile.Parse(genesisFile, GenesisFile.FileName);
        if (!options.AllowPublishedKeys)
        {
            NodeHost.RequireOwnKeys(genesis, options.Rpc.Address);
        }

        ChainRules rules = ChainRulesOf.Genesis(genesis);
        NodeLimits limits = new(rules.Limits);

        // A power cut may take the newest blocks, which are fetched again: nobody was told that they are here.
        chain = new OpenChain(options.Folder, genesis, SqliteDurability.ProcessEnd, options.History, options.Execution, logger);
        (store, ClassRegistry classes, ClassCompiler compiler) = (chain.Store, chain.Classes, chain.Compiler);
        BlockBuilder builder = new(rules, classes, compiler, TimeProvider.System);
        decisions = new CertificateCheck(
            new TendermintAlgorithm(new TendermintTimeouts(), new RotatingProposer()),
            new SigningDomain(genesis.ChainId, store.Header(0)!.Hash, Epoch: 0),
            genesis.Committee(),
            genesis.SigningKeys());
        (IBlockSource Source, RpcClient Client)[] nodes =
        [
            .. options.Sources.Distinct().Select(SourceAddress.Of).Select(address => (
                address.IsGateway
                    ? (IBlockSource)new GatewayBlockSource(http, address, options.Limits, rules.Limits.Block.MaxBytes)
                    : new HttpBlockSource(http, address.Node, options.Limits, rules.Limits.Block.MaxBytes),
                new RpcClient(http, address.Node))),
        ];
        follower = new ChainFollower(
            store,
            new BlockScreen(rules, decisions, options.Executes),
            options.Executes ? new ExecutedStep(builder) : new AppliedStep(compiler),
            [.. nodes.Select(node => node.Source)],
            options.Limits,
            TimeProvider.System,
            loggers.CreateLogger<ChainFollower>());
        executor = new CallExecutor(store, rules, classes, compiler);
        RpcBackend backend = new()
        {
            Chain = new ChainReader(store, rules, TimeProvider.System) { Progress = follower.Progress },
            Submitter = new ForwardingSubmitter(
                () => [.. follower.Preferred.Select(source => nodes.First(node => node.Source == source).Client)],
                hash => store.Find(hash) is not null,
                new ForwardingLimits()),
            Executor = executor,
            DevelopmentAccounts = [.. ChainRulesOf.Description(genesis).Accounts.Where(account => account.PrivateKey is not null)],
            Certificate = store.Certificate,
            EncodedBlock = new StoredBlocks(store).Encode,
            GenesisFile = genesisFile,
            Signer = BlockSigning.Open(options.Folder),
            FeeToken = rules.Chain.FeeToken,
            Health = () => follower.Failure is { } failure
                ? new HealthReport(new HealthProblem(HealthGrade.Failure, "sources", failure))
                : follower.IsHeard ? new HealthReport()
                : new HealthReport(new HealthProblem(HealthGrade.Unready, "sources", "none says how high the chain is")),
            Status = Describe,
        };
        rpc = new RpcServer(backend, limits.Rpc, options.Rpc, loggers);
        meter = new FollowMeter(options.Folder, chain, follower);
    }

    /// <summary>The address that JSON-RPC listens on, once started.</summary>
    public Uri Address => rpc.Address;

    /// <summary>The number of the latest block.</summary>
    public ulong Height => store.LatestNumber!.Value;

    /// <summary>How the follower is, as /health and /ready tell it.</summary>
    public HealthReport Health() => rpc.Health();

    /// <summary>Opens a follower's folder, or makes it; fetches the genesis file where that is asked for.</summary>
    /// <param name="options">What to follow, and how.</param>
    /// <param name="loggers">Where log lines go.</param>
    /// <param name="cancellation">Gives up fetching.</param>
    /// <exception cref="InvalidDataException">The folder is another's, the genesis file missing or wrong, or it may not listen.</exception>
    public static async Task<FollowHost> OpenAsync(FollowOptions options, ILoggerFactory loggers, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (NodeFolder.FindValidator(options.Folder) is { } mark)
        {
            throw new InvalidDataException($"{options.Folder}: expected a follower's folder, got a validator's ({mark})");
        }

        if (options.Sources.Distinct().Count() is var count && (count == 0 || count > options.Limits.MaxSources))
        {
            throw new InvalidDataException($"expected 1 to {options.Limits.MaxSources} nodes to follow, got {count}");
        }

        SourceAddress[] addresses = [.. options.Sources.Select(SourceAddress.Of)];
        Directory.CreateDirectory(options.Folder);
        HttpClient http = CreateClient();
        try
        {
            HttpBlockSource[] sources = [.. addresses.Select(address => new HttpBlockSource(http, address.Node, options.Limits, 0))];
            byte[] genesis = await FollowedGenesis.ObtainAsync(options, sources, cancellation).ConfigureAwait(false);
            return new FollowHost(options, genesis, http, loggers);
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    /// <summary>Begins to listen.</summary>
    public Task StartAsync(CancellationToken cancellation) => rpc.StartAsync(cancellation);

    /// <summary>
    /// Follows until cancelled. Then it refuses new requests, lets those that run end within <see cref="FollowOptions.Drain"/>, and stops.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task following = follower.RunAsync(stop.Token);
        logger.LogInformation(
            "follower at height {Height}: JSON-RPC on {Address}, following {Sources}", Height, rpc.Address, options.Sources);
        Task ended = await Task.WhenAny(following, chain.Differed).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await rpc.DrainAsync(options.Drain).ConfigureAwait(false);
        await rpc.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancellation.IsCancellationRequested)
        {
            await ended.ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        meter.Dispose();
        await rpc.DisposeAsync().ConfigureAwait(false);
        executor.Dispose();
        decisions.Dispose();
        chain.Dispose();
        http.Dispose();
    }

    private static HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        // A source must not send this node to ask others.
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    {
        // Of answers to transactions; blocks have a time of their own, piece by piece.
        Timeout = new ForwardingLimits().Time,
    };

    private NodeStatus Describe()
    {
        BlockHeader? latest = store.Header(Height);
        return new NodeStatus(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(options.Folder)),
            options.Executes ? "follower, which executes every block" : "follower, which applies state diffs",
            [.. options.Sources.Select(source => source.Authority)],
            [
                ("State root", latest?.StateRoot.ToString() ?? "-"),
                ("States held", string.Create(CultureInfo.InvariantCulture, $"blocks {store.OldestState} to {Height}")),
                .. follower.Sources.Select(source => ($"Source {source.Name}", source.Standing)),
            ]);
    }
}
