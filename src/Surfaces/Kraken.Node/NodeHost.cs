using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Consensus.Engine;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Machine;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Engine.Storage;
using Kraken.Consensus.Tendermint;
using Kraken.Execution.Classes;
using Kraken.Execution.Native;
using Kraken.Fields;
using Kraken.L1;
using Kraken.Mempool;
using Kraken.Node.Configuration;
using Kraken.Node.Operating;
using Kraken.P2P;
using Kraken.Rpc;
using Kraken.Rpc.Health;
using Kraken.Rpc.Server;
using Kraken.Sequencer;
using Kraken.Sequencer.Blocks;
using Kraken.Sequencer.Drafting;
using Kraken.Sequencer.Messages;
using Kraken.Sequencer.Submission;
using Kraken.Sequencer.Views;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Kraken.State.Store;
using Kraken.Storage.Files;
using Kraken.Storage.Sqlite;
using Kraken.Sync.Sources;
using Microsoft.Extensions.Logging;

namespace Kraken.Node;

/// <summary>A validator: storage, execution, mempool, consensus, peers and JSON-RPC, put together and run.</summary>
public sealed class NodeHost : IAsyncDisposable
{
    private readonly ILogger logger;
    private readonly NodeFile file;
    private readonly OpenChain chain;
    private readonly TransactionDecoder decoder;
    private readonly TransactionPool pool;
    private readonly Drafts drafts;
    private readonly CommitteeKeys keys;
    private readonly ValidatorKey key;
    private readonly X509Certificate2 certificate;
    private readonly FolderStorage consensusFolder;
    private readonly PeerMessageCodec codec;
    private readonly PeerNetwork peers;
    private readonly ConsensusEngine engine;
    private readonly TransactionAdmission admission;
    private readonly TransactionJournal journal;
    private readonly ForeignTransactions foreignTransactions;
    private readonly CallExecutor executor;
    private readonly NodeParts parts;
    private readonly NodeHealth health;
    private readonly NodeMeter meter;
    private readonly NodeOptions options;
    private readonly RpcServer rpc;
    private readonly MachineFaultLog faults;
    private readonly HttpClient? l1Client;
    private readonly L1View? l1;

    private NodeHost(
        string folder, NodeFile file, NodeOptions options, GenesisFile genesis, byte[] genesisFile, ILoggerFactory loggers)
    {
        this.options = options;
        logger = loggers.CreateLogger<NodeHost>();
        faults = new MachineFaultLog(loggers.CreateLogger<MachineFaultLog>());
        this.file = file;
        TimeProvider clock = TimeProvider.System;
        ChainRules rules = TimesOf(ChainRulesOf.Genesis(genesis), file.Execution);
        rules = options.L1 is null ? rules : rules with { MessagePlaces = MessageCodec.PlacesIn(rules.Limits.Block) };
        NodeLimits limits = new(rules.Limits);
        chain = new OpenChain(folder, genesis, SqliteDurability.PowerLoss, file.History, file.Execution, logger);
        (ChainStore store, ClassRegistry classes, ClassCompiler compiler) = (chain.Store, chain.Classes, chain.Compiler);
        pool = new TransactionPool(limits.Pool, clock);
        ValidatorId self = new(Felt.Parse(file.Validator));
        RotatingProposer selection = new();
        TendermintAlgorithm algorithm = new(new TendermintTimeouts(), selection);
        decoder = new TransactionDecoder(rules.Chain.ChainId, rules.Limits);
        BlockBuilder builder = new(rules, classes, compiler, clock);
        Committee committee = genesis.Committee();
        drafts = new Drafts(
            builder, pool, rules, height => selection.Proposer(committee, height, round: 0).Address, self.Address, new DraftLimits(), clock,
            loggers.CreateLogger<Drafts>())
        {
            Streamed = part => peers!.Broadcast(PeerChannel.Drafts, part.Encode()),
        };
        if (options.L1 is { } layer)
        {
            l1Client = new HttpClient { Timeout = layer.Limits.Patience };
            l1 = new L1View(
                layer, rules.Chain.ChainId, rules.Limits.Transaction.MaxCalldataFelts, hash => store.Find(hash) is not null, l1Client,
                clock, loggers.CreateLogger<L1View>());
        }

        ChainApplication application =
            new(store, rules, builder, pool, decoder, algorithm, self.Address, clock, loggers.CreateLogger<ChainApplication>())
            {
                Drafts = drafts, L1 = l1,
            };
        admission = new TransactionAdmission(store, rules, classes, compiler, pool, clock) { Admitted = Keep };
        journal = new TransactionJournal(
            Path.Combine(folder, "accepted.journal"),
            limits.Links.Transactions.MaxContentBytes,
            hash => pool.Find(hash) is not null,
            loggers.CreateLogger<TransactionJournal>());
        pool.Rejected.Dropping = hash => journal.Remove(hash);
        foreignTransactions = new ForeignTransactions(
            decoder, admission.AdmitForeign, limits.Foreign, clock, loggers.CreateLogger<ForeignTransactions>())
        {
            Offence = (peer, offence) => peers!.Penalize(new PeerId(peer), offence),
        };

        key = ValidatorKey.Load(Path.Combine(folder, NodeFile.SigningKeyFile));
        keys = new CommitteeKeys(genesis.SigningKeys());
        certificate = PeerCertificate.Load(Path.Combine(folder, NodeFile.ConnectionKeyFile));
        GenesisValidator own = genesis.Validator(self);
        codec = new PeerMessageCodec(algorithm, limits.Machine.MaxBlockBytes);
        peers = new PeerNetwork(
            new PeerId(self.Address), certificate, HostName.Listening(own.Host, own.Port),
            genesis.Peers(), loggers.CreateLogger<PeerNetwork>(), new PeerNetworkOptions { Links = limits.Links })
        {
            Received = Receive,
            Connected = peer => engine!.PeerConnected(new ValidatorId(peer.Address)),
        };
        consensusFolder = new FolderStorage(Path.Combine(folder, "consensus"));
        SigningDomain domain = new(genesis.ChainId, store.Header(0)!.Hash, Epoch: 0);
        engine = new ConsensusEngine(
            new EngineSetup(self, committee, algorithm, domain, limits.Machine),
            new EngineServices(application, new PeerLinks(peers, codec), consensusFolder, key, keys),
            limits.Engine,
            clock,
            loggers.CreateLogger<ConsensusEngine>());
        parts = new NodeParts
        {
            Own = own, Folder = folder, Genesis = genesis, Store = store, Pool = pool, PoolLimits = limits.Pool, Peers = peers,
            Engine = engine, Algorithm = algorithm, Drafts = drafts, Natives = chain.Natives, L1 = l1,
        };
        health = new NodeHealth(parts);
        meter = new NodeMeter(parts);
        executor = new CallExecutor(store, rules, classes, compiler);
        RpcBackend backend = Backend(rules, application, genesisFile);
        rpc = new RpcServer(backend, options.Rpc.On(limits.Rpc), new IPEndPoint(IPAddress.Parse(file.RpcHost), file.RpcPort), loggers);
    }

    /// <summary>Opens a node's folder.</summary>
    /// <param name="folder">The folder with node.json and the keys.</param>
    /// <param name="loggers">Where log lines go; keys never appear in them.</param>
    /// <param name="history">Which states are kept; null for what node.json says.</param>
    /// <param name="execution">What runs contracts; null for what node.json says.</param>
    /// <param name="allowPublishedKeys">
    /// Whether the node may listen where others reach it though everybody knows keys of the genesis file; node.json may allow it too.
    /// </param>
    /// <exception cref="InvalidDataException">A file of the folder is missing or wrong, or the node may not listen.</exception>
    public static NodeHost Open(
        string folder, ILoggerFactory loggers, StateRetention? history = null, ExecutionEngine? execution = null,
        bool allowPublishedKeys = false)
    {
        NodeFile read = NodeFile.Load(Path.Combine(folder, NodeFile.FileName));
        NodeFile file = read with
        {
            History = history ?? read.History,
            Execution = execution ?? read.Execution,
            AllowPublishedKeys = allowPublishedKeys || read.AllowPublishedKeys,
        };
        return Open(folder, file, new NodeOptions(), loggers);
    }

    /// <summary>Opens a node's folder with a configuration from elsewhere.</summary>
    /// <param name="folder">The folder with the keys.</param>
    /// <param name="file">What the node's file would say.</param>
    /// <param name="options">How its operator wants it to run.</param>
    /// <param name="loggers">Where log lines go; keys never appear in them.</param>
    /// <exception cref="InvalidDataException">A file of the folder is missing or wrong, or the node may not listen.</exception>
    public static NodeHost Open(string folder, NodeFile file, NodeOptions options, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(options);
        (GenesisFile genesis, byte[] genesisFile) = ReadGenesis(folder, file);
        return new NodeHost(folder, file, options, genesis, genesisFile, loggers);
    }

    /// <summary>Checks a configuration by the genesis file that it names, as opening a node does; the chain is not touched.</summary>
    /// <param name="folder">The folder with the keys.</param>
    /// <param name="file">What the node's file would say.</param>
    /// <exception cref="InvalidDataException">The genesis file is missing or wrong, or the node may not listen.</exception>
    public static void Check(string folder, NodeFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        ReadGenesis(folder, file);
    }

    /// <summary>How the node is, as /health and /ready tell it.</summary>
    public HealthReport Health() => rpc.Health();

    /// <summary>
    /// Runs until cancelled. Then it refuses new requests, lets those that run end within <see cref="NodeOptions.Drain"/>, votes on
    /// meanwhile, and stops between commits.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource stop = new();
        drafts.Start();
        peers.Start();
        await rpc.StartAsync(cancellation).ConfigureAwait(false);
        Task accepting = foreignTransactions.RunAsync(stop.Token);
        Task deciding = engine.RunAsync(stop.Token);
        Task watching = l1?.RunAsync(stop.Token) ?? Task.CompletedTask;
        Task restoring = Task.Factory.StartNew(
            () => Restore(stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        logger.LogInformation(
            "node {Name} at height {Height}: JSON-RPC on {Host}:{Port}", parts.Own.Name, parts.Height, file.RpcHost, file.RpcPort);

        // Whichever ends first, by cancellation or by failure, ends the node.
        Task ended = await Task.WhenAny(accepting, deciding, chain.Differed, UntilAsync(cancellation)).ConfigureAwait(false);
        if (ended.IsFaulted)
        {
            string kind = ended.Exception!.InnerException!.GetType().Name;
            health.End($"a part without which it cannot go on failed ({kind}): the process ends");
        }

        logger.LogInformation("node {Name} stops: it takes no requests any more and ends those that run", parts.Own.Name);
        await rpc.DrainAsync(options.Drain).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await rpc.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await Task.WhenAll(accepting, deciding, restoring, watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
        await peers.DisposeAsync().ConfigureAwait(false);
        engine.Dispose();
        drafts.Dispose();
        consensusFolder.Dispose();
        admission.Dispose();
        journal.Dispose();
        executor.Dispose();
        chain.Dispose();
        certificate.Dispose();
        keys.Dispose();
        key.Dispose();
        l1?.Dispose();
        l1Client?.Dispose();
        faults.Dispose();
    }

    private static (GenesisFile Genesis, byte[] Content) ReadGenesis(string folder, NodeFile file)
    {
        string path = Path.Combine(folder, file.Genesis);
        byte[] content = BoundedFile.Read(path, GenesisBounds.MaxFileBytes);
        GenesisFile genesis = GenesisFile.Parse(content, path);
        GenesisValidator own = genesis.Validator(new ValidatorId(Felt.Parse(file.Validator)));
        if (!file.AllowPublishedKeys)
        {
            RequireOwnKeys(genesis, IPAddress.Parse(file.RpcHost), HostName.Listening(own.Host, own.Port).Address);
        }

        return (genesis, content);
    }

    private static async Task UntilAsync(CancellationToken cancellation)
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = cancellation.Register(() => asked.TrySetResult());
        await asked.Task.ConfigureAwait(false);
    }

    internal static void RequireOwnKeys(GenesisFile genesis, params IEnumerable<IPAddress> listening)
    {
        if (PublishedKeys.FindProblem(genesis, listening) is { } problem)
        {
            throw new InvalidDataException(problem);
        }
    }

    // Both engines take twice the time, and much more of it while none of their code is compiled yet.
    private static ChainRules TimesOf(ChainRules rules, ExecutionEngine execution)
    {
        const int TimesOfBoth = 4;
        return execution != ExecutionEngine.Both ? rules : rules with
        {
            BuildTime = rules.BuildTime * TimesOfBoth,
            TransactionTime = rules.TransactionTime * TimesOfBoth,
            ValidationTime = rules.ValidationTime * TimesOfBoth,
        };
    }

    // What the RPC shows of this node.
    private RpcBackend Backend(ChainRules rules, ChainApplication application, byte[] genesisFile)
    {
        CatchUpProgress sync = new(parts.Store, () => engine.Status.Claimed);
        return new()
        {
            Chain = new ChainReader(parts.Store, rules, TimeProvider.System)
            {
                Proposal = () => application.Proposal, Draft = () => application.Drafts?.Shown,
                Chosen = () => application.Drafts?.Candidates ?? [], Progress = sync.Describe,
            },
            Submitter = admission,
            Executor = executor,
            DevelopmentAccounts = [.. ChainRulesOf.Description(parts.Genesis).Accounts.Where(account => account.PrivateKey is not null)],
            Certificate = parts.Store.Certificate,
            Methods = l1 is null ? [] : [new L1MessageStatus(l1, parts.Store).Method],
            EncodedBlock = new StoredBlocks(parts.Store).Encode,
            GenesisFile = genesisFile,
            Signer = BlockSigning.Open(parts.Folder),
            FeeToken = rules.Chain.FeeToken,
            Status = new NodeState(parts).Describe,
            Health = health.Report,
        };
    }

    private void Keep(SubmittedTransaction transaction)
    {
        byte[] content = decoder.Encode(transaction);
        journal.Add(transaction.Transaction.Hash, content);
        if (pool.Find(transaction.Transaction.Hash) is null && admission.FindRejection(transaction.Transaction.Hash) is not null)
        {
            // Dropped between the pool's taking it and the journal's. The pool is asked first, which waits for a dropping that has begun:
            // the journal is told of it before the reason can be found.
            journal.Remove(transaction.Transaction.Hash);
        }

        peers.Broadcast(PeerChannel.Transactions, content);
    }

    private void Restore(CancellationToken cancellation)
    {
        try
        {
            int waiting = 0;
            int restored = journal.Restore(
                decoder,
                transaction =>
                {
                    if (admission.AdmitAgain(transaction))
                    {
                        waiting++;
                        peers.Broadcast(PeerChannel.Transactions, decoder.Encode(transaction));
                    }
                },
                cancellation);
            if (restored > 0)
            {
                logger.LogInformation(
                    "{Restored} transactions had been accepted before the last stop; {Waiting} of them wait", restored, waiting);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The node does its part without them; the file stays for the next start.
            logger.LogError(failure, "transactions accepted before the last stop could not be taken again");
        }
        catch (OperationCanceledException)
        {
            // The node stops; the file stays as it was.
        }
    }

    private ValueTask Receive(PeerId peer, PeerChannel channel, ReadOnlyMemory<byte> content, CancellationToken closing)
    {
        if (channel == PeerChannel.Transactions)
        {
            foreignTransactions.TryEnqueue(peer.Address, content);
        }
        else if (channel == PeerChannel.Drafts)
        {
            Follow(peer, content.Span);
        }
        else if (codec.TryDecode(content.Span, out PeerMessage? message))
        {
            engine.Receive(new ValidatorId(peer.Address), message!, content.Length);
        }
        else
        {
            peers.Penalize(peer, "a consensus message that does not decode");
        }

        return ValueTask.CompletedTask;
    }

    private void Follow(PeerId peer, ReadOnlySpan<byte> content)
    {
        if (DraftPart.TryDecode(content, out DraftPart? part))
        {
            // One that is not followed may be late, or of a height that this node is not at: no offence.
            drafts.Receive(peer.Address, part);
        }
        else
        {
            peers.Penalize(peer, "a part of a draft that does not decode");
        }
    }
}
