using System;
using System.IO;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Consensus.Engine;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Messages;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Mempool;
using Kraken.Node.Configuration;
using Kraken.P2P;
using Kraken.Rpc;
using Kraken.Rpc.Server;
using Kraken.Sequencer;
using Kraken.Sequencer.Blocks;
using Kraken.Sequencer.Submission;
using Kraken.Sequencer.Views;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Kraken.State.Store;
using Kraken.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Kraken.Node;

/// <summary>A validator: storage, execution, mempool, consensus, peers and JSON-RPC, put together and run.</summary>
public sealed class NodeHost : IAsyncDisposable
{
    private const int QueuedTransactions = 20_000;

    private readonly ILogger logger;
    private readonly NodeFile file;
    private readonly SqliteStore database;
    private readonly TransactionDecoder decoder;
    private readonly CommitteeKeys keys;
    private readonly ValidatorKey key;
    private readonly X509Certificate2 certificate;
    private readonly PeerNetwork peers;
    private readonly ConsensusEngine engine;
    private readonly TransactionAdmission admission;
    private readonly Channel<ReadOnlyMemory<byte>> foreignTransactions = Channel.CreateBounded<ReadOnlyMemory<byte>>(QueuedTransactions);
    private readonly NodeState state;
    private readonly RpcServer rpc;

    private NodeHost(string folder, NodeFile file, GenesisFile genesis, ILoggerFactory loggers)
    {
        logger = loggers.CreateLogger<NodeHost>();
        this.file = file;
        TimeProvider clock = TimeProvider.System;
        ChainRules rules = ChainRulesOf.Genesis(genesis);
        database = SqliteStore.Open(Path.Combine(folder, "chain.db"));
        ChainStore store = new(database);
        ClassCompiler compiler = new();
        if (store.LatestNumber is null)
        {
            store.Append(GenesisBlock.Create(ChainRulesOf.Description(genesis), compiler));
        }

        ClassRegistry classes = new(hash => store.Sierra(hash) is { } sierra && store.Casm(hash) is { } casm ? ClassCompiler.Load(sierra, casm) : null);
        TransactionPool pool = new(new MempoolOptions(), clock);
        ValidatorId self = new(Felt.Parse(file.Validator));
        decoder = new TransactionDecoder(rules.Chain.ChainId);
        BlockBuilder builder = new(rules, classes, compiler, clock);
        ChainApplication application = new(store, rules, builder, pool, decoder, self.Address, clock, loggers.CreateLogger<ChainApplication>());
        admission = new TransactionAdmission(store, rules, classes, compiler, pool, clock) { Admitted = PassOn };

        key = ValidatorKey.Load(Path.Combine(folder, NodeFile.SigningKeyFile));
        keys = new CommitteeKeys(genesis.ChainId, genesis.SigningKeys());
        certificate = PeerCertificate.Load(Path.Combine(folder, NodeFile.ConnectionKeyFile));
        Committee committee = genesis.Committee();
        GenesisValidator own = genesis.Validator(self);
        peers = new PeerNetwork(new PeerId(self.Address), certificate, HostName.Listening(own.Host, own.Port), genesis.Peers(), loggers.CreateLogger<PeerNetwork>())
        {
            Received = Receive,
            Connected = peer => engine!.PeerConnected(new ValidatorId(peer.Address)),
        };
        SignerGuard signer = new(key, genesis.ChainId, Path.Combine(folder, "signed.json"));
        ValidatorIdentity identity = new(self, committee, keys, signer, new RotatingProposer());
        engine = new ConsensusEngine(
            identity, application, new PeerLinks(peers), Path.Combine(folder, "wal"), new EngineOptions(), clock, loggers.CreateLogger<ConsensusEngine>());
        state = new NodeState(own.Name, store, pool, peers, engine, genesis);
        RpcBackend backend = new()
        {
            Chain = new ChainReader(store, rules, clock),
            Submitter = admission,
            Executor = new CallExecutor(store, rules, classes, compiler),
            DevelopmentAccounts = DevelopmentAccounts.All,
            Status = state.Describe,
        };
        rpc = new RpcServer(backend, new RpcOptions(), new IPEndPoint(IPAddress.Parse(file.RpcHost), file.RpcPort), loggers);
    }

    /// <summary>Opens a node's folder.</summary>
    /// <param name="folder">The folder with node.json and the keys.</param>
    /// <param name="loggers">Where log lines go; keys never appear in them.</param>
    /// <exception cref="InvalidDataException">A file of the folder is missing or wrong.</exception>
    public static NodeHost Open(string folder, ILoggerFactory loggers)
    {
        NodeFile file = NodeFile.Load(Path.Combine(folder, NodeFile.FileName));
        return new NodeHost(folder, file, GenesisFile.Load(Path.Combine(folder, file.Genesis)), loggers);
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        peers.Start();
        await rpc.StartAsync(stop.Token).ConfigureAwait(false);
        Task accepting = AcceptForeignAsync(stop.Token);
        Task deciding = engine.RunAsync(stop.Token);
        logger.LogInformation("node {Name} at height {Height}: JSON-RPC on {Host}:{Port}", state.Name, state.Height, file.RpcHost, file.RpcPort);

        // Whichever ends first, by cancellation or by failure, ends the node.
        Task ended = await Task.WhenAny(accepting, deciding).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await rpc.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await Task.WhenAll(accepting, deciding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
        await engine.DisposeAsync().ConfigureAwait(false);
        admission.Dispose();
        database.Dispose();
        certificate.Dispose();
        keys.Dispose();
        key.Dispose();
    }

    private void PassOn(SubmittedTransaction transaction) => peers.Broadcast(PeerChannel.Transactions, decoder.Encode(transaction));

    private ValueTask Receive(PeerId peer, PeerChannel channel, ReadOnlyMemory<byte> content, CancellationToken closing)
    {
        if (channel == PeerChannel.Transactions)
        {
            return foreignTransactions.Writer.WriteAsync(content, closing);
        }

        if (MessageCodec.TryDecode(content.Span, out ConsensusMessage? message))
        {
            engine.Receive(new ValidatorId(peer.Address), message!);
        }

        return ValueTask.CompletedTask;
    }

    private async Task AcceptForeignAsync(CancellationToken cancellation)
    {
        await foreach (ReadOnlyMemory<byte> content in foreignTransactions.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            if (decoder.TryDecode(content.Span, out SubmittedTransaction? transaction))
            {
                admission.Accept(transaction!);
            }
        }
    }
}
