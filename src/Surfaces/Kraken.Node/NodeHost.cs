using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
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
using Kraken.Mempool;
using Kraken.Node.Configuration;
using Kraken.P2P;
using Kraken.Rpc;
using Kraken.Rpc.Server;
using Kraken.Sequencer;
using Kraken.Sequencer.Blocks;
using Kraken.Sequencer.Drafting;
using Kraken.Sequencer.Submission;
using Kraken.Sequencer.Views;
using Kraken.Starknet.Transactions;
using Kraken.State.Store;
using Kraken.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Kraken.Node;

/// <summary>A validator: storage, execution, mempool, consensus, peers and JSON-RPC, put together and run.</summary>
public sealed class NodeHost : IAsyncDisposable
{
    private readonly ILogger logger;
    private readonly NodeFile file;
    private readonly SqliteStore database;
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
    private readonly NodeState state;
    private readonly RpcServer rpc;
    private readonly MachineFaultLog faults;
    private readonly NativeClasses? natives;

    // Fails when the two engines differ, which ends the node.
    private readonly TaskCompletionSource differed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private NodeHost(string folder, NodeFile file, GenesisFile genesis, ILoggerFactory loggers)
    {
        logger = loggers.CreateLogger<NodeHost>();
        faults = new MachineFaultLog(loggers.CreateLogger<MachineFaultLog>());
        this.file = file;
        TimeProvider clock = TimeProvider.System;
        ChainRules rules = TimesOf(ChainRulesOf.Genesis(genesis), file.Execution);
        NodeLimits limits = new(rules.Limits);
        database = SqliteStore.Open(Path.Combine(folder, "chain.db"));
        ChainStore store = new(database, file.History);
        ClassCompiler compiler = new();
        if (store.LatestNumber is null)
        {
            store.Append(ChainRulesOf.FirstBlock(genesis, compiler));
        }

        RequireGenesis(store, genesis);

        natives = file.Execution == ExecutionEngine.Vm ? null : Natives(folder, store);
        ClassRegistry classes = new(
            hash => store.Sierra(hash) is { } sierra && store.Casm(hash) is { } casm ? ClassCompiler.Load(sierra, casm) : null, natives);
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
        ChainApplication application =
            new(store, rules, builder, pool, decoder, algorithm, self.Address, clock, loggers.CreateLogger<ChainApplication>())
            {
                Drafts = drafts,
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
            new PeerId(self.Address),
            certificate,
            HostName.Listening(own.Host, own.Port),
            genesis.Peers(),
            loggers.CreateLogger<PeerNetwork>(),
            new PeerNetworkOptions { Links = limits.Links })
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
        state = new NodeState(own.Name, store, pool, peers, engine, natives, genesis, drafts);
        executor = new CallExecutor(store, rules, classes, compiler);
        CatchUpProgress sync = new(store, () => engine.Status.Claimed);
        RpcBackend backend = new()
        {
            Chain = new ChainReader(store, rules, clock) 
            {
                Proposal = () => application.Proposal, Draft = () => application.Drafts?.Shown,
                Chosen = () => application.Drafts?.Candidates ?? [], Progress = sync.Describe,
            },
            Submitter = admission,
            Executor = executor,
            DevelopmentAccounts = [.. ChainRulesOf.Description(genesis).Accounts.Where(account => account.PrivateKey is not null)],
            Certificate = store.Certificate,
            FeeToken = rules.Chain.FeeToken,
            Status = state.Describe,
        };
        rpc = new RpcServer(backend, limits.Rpc, new IPEndPoint(IPAddress.Parse(file.RpcHost), file.RpcPort), loggers);
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
        NodeFile file = read with { History = history ?? read.History, Execution = execution ?? read.Execution };
        GenesisFile genesis = GenesisFile.Load(Path.Combine(folder, file.Genesis));
        if (!allowPublishedKeys && !file.AllowPublishedKeys)
        {
            GenesisValidator own = genesis.Validator(new ValidatorId(Felt.Parse(file.Validator)));
            RequireOwnKeys(genesis, IPAddress.Parse(file.RpcHost), HostName.Listening(own.Host, own.Port).Address);
        }

        return new NodeHost(folder, file, genesis, loggers);
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        drafts.Start();
        peers.Start();
        await rpc.StartAsync(stop.Token).ConfigureAwait(false);
        Task accepting = foreignTransactions.RunAsync(stop.Token);
        Task deciding = engine.RunAsync(stop.Token);
        Task restoring = Task.Factory.StartNew(
            () => Restore(stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        logger.LogInformation(
            "node {Name} at height {Height}: JSON-RPC on {Host}:{Port}", state.Name, state.Height, file.RpcHost, file.RpcPort);

        // Whichever ends first, by cancellation or by failure, ends the node.
        Task ended = await Task.WhenAny(accepting, deciding, differed.Task).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await rpc.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await Task.WhenAll(accepting, deciding, restoring).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!cancellation.IsCancellationRequested)
        {
            await ended.ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await rpc.DisposeAsync().ConfigureAwait(false);
        await peers.DisposeAsync().ConfigureAwait(false);
        engine.Dispose();
        drafts.Dispose();
        consensusFolder.Dispose();
        admission.Dispose();
        journal.Dispose();
        executor.Dispose();
        natives?.Dispose();
        database.Dispose();
        certificate.Dispose();
        keys.Dispose();
        key.Dispose();
        faults.Dispose();
    }

    private static void RequireOwnKeys(GenesisFile genesis, params IEnumerable<IPAddress> listening)
    {
        if (PublishedKeys.FindProblem(genesis, listening) is { } problem)
        {
            throw new InvalidDataException(problem);
        }
    }

    // A folder may hold another chain than its genesis file by now describes.
    private static void RequireGenesis(ChainStore store, GenesisFile genesis)
    {
        Felt held = store.Header(0)!.Hash;
        if (genesis.Content is { } content && content.BlockHash != held)
        {
            throw new InvalidDataException($"expected chain.db of the genesis file, with block 0 {content.BlockHash}, got one with {held}");
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

    private NativeClasses Natives(string folder, ChainStore store)
    {
        NativeFolder stored = new(Path.Combine(folder, "native"));
        return new NativeClasses(hash => store.Sierra(hash), file.Execution == ExecutionEngine.Both, stored)
        {
            Failed = (classHash, failure) => logger.LogWarning(failure, "native code of class {ClassHash}", classHash),
            Differed = difference =>
            {
                logger.LogCritical(difference, "the node stops");
                differed.TrySetException(difference);
            },
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
