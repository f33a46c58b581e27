using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Dev.Accounts;
using Kraken.Dev.Chain;
using Kraken.Dev.Messages;
using Kraken.Dev.Methods;
using Kraken.Dev.Proving;
using Kraken.Dev.Recording;
using Kraken.Feeder;
using Kraken.Fields;
using Kraken.Rpc;
using Kraken.Rpc.Health;
using Kraken.Rpc.Protocol;
using Kraken.Rpc.Server;
using Kraken.Starknet.Genesis;
using Kraken.Storage;
using Kraken.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Kraken.Dev;

/// <summary>A development chain and its JSON-RPC in one process: no validators, no peers, no consensus.</summary>
public sealed class DevHost : IAsyncDisposable
{
    /// <summary>What <c>--restrictive-mode</c> refuses where it names nothing.</summary>
    public static ImmutableArray<string> UsuallyRestricted { get; } =
    [
        "devnet_mint", "devnet_load", "devnet_restart", "devnet_createBlock", "devnet_abortBlocks", "devnet_impersonateAccount",
        "devnet_autoImpersonate", "devnet_getPredeployedAccounts",
    ];

    // How long requests that run may take to end once the process is asked to stop.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    private readonly DevOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly IKeyValueStore database;
    private readonly DevChain chain;
    private readonly DumpFiles files;
    private readonly Replay replay;
    private readonly RpcServer server;
    private readonly DevCommittee? committee;
    private readonly Postman postman;

    /// <summary>Opens the chain; nothing is listened to yet.</summary>
    /// <param name="loggers">Where log lines go.</param>
    /// <param name="clock">The system's clock; null for the real one.</param>
    /// <exception cref="InvalidDataException">The options are not consistent, or the folder holds another chain.</exception>
    public DevHost(DevOptions options, ILoggerFactory loggers, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problem() is { } problem)
        {
            throw new InvalidDataException(problem);
        }

        this.options = options;
        this.clock = clock ?? TimeProvider.System;
        logger = loggers.CreateLogger<DevHost>();
        database = options.Data is { } folder ? OpenFolder(folder) : new MemoryStore();
        CallRecord record = new(options.DumpOn != DumpTime.Never);
        chain = new DevChain(options, database, record, this.clock, loggers.CreateLogger<DevChain>());
        files = new DumpFiles(options, record);
        RpcOptions rpc = new() { Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds) };
        postman = new Postman(chain.Store);
        committee = options.IsProved ? new DevCommittee(options.ChainId, GenesisHash) : null;
        RpcBackend backend = new()
        {
            Chain = chain.Reader,
            Submitter = new DevSubmitter(chain, options.ChargesFees),
            Executor = chain.Executor,
            Methods =
            [
                .. new AccountMethods(chain, new Faucet(chain)).All,
                .. new BlockMethods(chain, postman).All,
                .. new MessageMethods(chain, postman).All,
                .. new ImpersonationMethods(chain).All,
                .. new ConfigMethods(chain, options).All,
            ],
            Certificate = number =>
                number > chain.Store.First && chain.Store.Header(number) is { } header ? committee?.Certify(header) : null,
            AcceptedOnL1 = () => chain.AcceptedOnL1,

            // As public as all keys of a development chain.
            Signer = BlockSigner.FromSecret("development chain"u8),
            FeeToken = chain.Rules.Chain.FeeToken,
            Status = Describe,
        };

        // A dump is done again by whoever may start the process, whatever is refused to others; and no dump loads another.
        Service = new(backend, rpc with { Timeout = Timeout.InfiniteTimeSpan });
        replay = new Replay(Service);
        ImmutableArray<RpcMethod> dumps = new DumpMethods(chain, postman, files, replay).All;
        backend = backend with { Methods = [.. backend.Methods, .. dumps, .. Restricted([.. Service.Methods, .. dumps])] };
        server = new RpcServer(backend, rpc, new IPEndPoint(IPAddress.Parse(options.Host), options.Port), loggers);
        chain.Restarting = server.EndSubscriptions;
    }

    /// <summary>The address that is listened to, once started.</summary>
    public Uri Address => server.Address;

    /// <summary>How the process is, as /health and /ready tell it.</summary>
    public HealthReport Health() => server.Health();

    /// <summary>What the first block is computed from.</summary>
    public GenesisDescription Genesis => chain.Genesis.Description;

    /// <summary>All methods but those of dumps, none refused by the options and none ended for its time.</summary>
    internal RpcService Service { get; }

    /// <summary>The hash of the first block.</summary>
    public Felt GenesisHash => chain.Store.Header(chain.Store.First)!.Hash;

    /// <summary>Who certifies the blocks; null where they are not proved.</summary>
    public DevCommittee? Committee => committee;

    /// <summary>What a developer wants to see at the start: accounts with keys, tokens, chain.</summary>
    public string Banner => DevBanner.Of(options, chain);

    /// <summary>
    /// Loads the dump that the options name, where it is there, and begins to listen. Where the chain has blocks, those are what the dump
    /// made: what is dumped later begins with its calls.
    /// </summary>
    /// <exception cref="InvalidDataException">The dump cannot be done again, or is none.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        bool isNew = chain.Store.LatestNumber == chain.Store.First;
        if (files.Named is { } dump && File.Exists(dump) && (isNew || chain.Record.IsOn))
        {
            Load(dump, isNew, cancellation);
        }
        else if (!isNew && chain.Record.IsOn)
        {
            logger.LogWarning(
                "no dump holds the blocks up to {Latest} that the chain has: what is dumped now cannot be done again by itself",
                chain.Store.LatestNumber);
        }

        // Not before: a dump that is being done again is not written over by the calls of it that are done.
        if (options.DumpOn == DumpTime.Block)
        {
            chain.Appended = _ => Dump(files.Update);
        }

        await server.StartAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// Makes blocks in time, where the options ask for it, until cancelled; then stops to listen, and dumps. In a folder what waits is made
    /// a block of first.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await TickAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The way it ends.
        }

        await server.DrainAsync(DrainTime).ConfigureAwait(false);
        await server.StopAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (options.Data is not null)
            {
                chain.KeepWaiting();
            }
        }
        finally
        {
            if (options.DumpOn is DumpTime.Exit or DumpTime.Block)
            {
                Dump(options.DumpOn == DumpTime.Exit ? files.Write : files.Update);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync().ConfigureAwait(false);
        committee?.Dispose();
        postman.Dispose();
        chain.Dispose();
        database.Dispose();
    }

    private void Load(string dump, bool isNew, CancellationToken cancellation)
    {
        try
        {
            byte[] calls = Replay.Read(dump);
            if (isNew)
            {
                replay.Run(calls, cancellation);
            }
            else
            {
                chain.Resume(calls);
            }
        }
        catch (DevRefusalException refusal)
        {
            throw new InvalidDataException($"{dump}: {refusal.Message}", refusal);
        }
    }

    // A disk that is full, or more calls than a dump may have, takes neither a block nor the end of the process away.
    private void Dump(Action write)
    {
        try
        {
            write();
            logger.LogDebug("dumped to {Path}", files.Named);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or DevRefusalException)
        {
            logger.LogError("not dumped to {Path}: {Reason}", files.Named, failure.Message);
        }
    }

    // Nobody may make blocks of a validator's chain past the others.
    private static SqliteStore OpenFolder(string folder)
    {
        string[] ofValidators = ["validator.key", "node.json", "node.yaml"];
        return ofValidators.FirstOrDefault(name => File.Exists(Path.Combine(folder, name))) is { } file
            ? throw new InvalidDataException($"{folder}: expected a folder of a development chain, got a validator's ({file})")
            : SqliteStore.Open(Path.Combine(Directory.CreateDirectory(folder).FullName, "chain.db"), SqliteDurability.ProcessEnd);
    }

    private async Task TickAsync(CancellationToken cancellation)
    {
        if (options.BlockGeneration.Seconds is not { } seconds)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(false);
            return;
        }

        using PeriodicTimer timer = new(TimeSpan.FromSeconds(seconds), clock);
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
        {
            chain.CreateBlock();
        }
    }

    // In the place of those methods that the options refuse.
    private ImmutableArray<RpcMethod> Restricted(ImmutableArray<RpcMethod> methods) =>
        options.RestrictedMethods.FirstOrDefault(name => methods.All(method => method.Name != name)) is { } unknown
            ? throw new InvalidDataException(
                $"--restrictive-mode: expected names of {string.Join(", ", methods.Select(method => method.Name))}, got '{unknown}'")
            : [.. methods.Where(method => options.RestrictedMethods.Contains(method.Name)).Select(DevMethod.Restricted)];

    private NodeStatus Describe() => new(
        "dev",
        "development chain: one process, no validators, keys that everybody knows",
        [],
        [
            ("Blocks", $"made on {options.BlockGeneration}"),
            ("Waiting transactions", $"{chain.PendingCount}"),
            ("Rollbacks", $"{chain.Store.Rollbacks}"),
        ]);
}
