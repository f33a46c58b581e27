using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Consensus.Engine;
using Kraken.Consensus.Tendermint;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Mempool;
using Kraken.Sequencer.Blocks;
using Kraken.Sequencer.Drafting;
using Kraken.Sequencer.Submission;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Genesis;
using Kraken.State.Store;
using Kraken.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Sequencer.Tests;

/// <summary>A node's chain without network, on the genuine genesis.</summary>
internal sealed class TestChain : IDisposable
{
    // What is to be executed is due at once.
    private static readonly DraftLimits DraftsAtOnce = new() { GatherTime = TimeSpan.Zero };

    private readonly IKeyValueStore database;

    /// <param name="self">The validator.</param>
    /// <param name="adapt">Changes the rules.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="retention">Which states are kept.</param>
    /// <param name="proposerOf">Who proposes first at a height, where blocks are drafted; null where they are not.</param>
    /// <param name="database">The store, disposed of with the chain; null for one in memory.</param>
    /// <param name="pool">The limits of the pool; null for the defaults.</param>
    /// <param name="l1">The messages of L1; null where none is watched.</param>
    public TestChain(
        Felt self,
        Func<ChainRules, ChainRules>? adapt = null,
        TimeProvider? clock = null,
        StateRetention retention = default,
        Func<ulong, Felt>? proposerOf = null,
        IKeyValueStore? database = null,
        MempoolOptions? pool = null,
        IL1Messages? l1 = null)
    {
        this.database = database ?? new MemoryStore();
        clock ??= TimeProvider.System;
        GenesisDescription genesis = new() { Timestamp = 1_700_000_000 };
        ChainRules rules = new()
        {
            Chain = new ChainInfo(genesis.ChainId, genesis.FeeTokenAddress),
            Constants = VersionedConstants.ForVersion(genesis.StarknetVersion)!,
            StarknetVersion = genesis.StarknetVersion,
            GasPrices = genesis.GasPrices,
            BuildTime = TimeSpan.FromMinutes(1),
            TransactionTime = TimeSpan.FromMinutes(1),
            ValidationTime = TimeSpan.FromMinutes(1),
            TransactionClock = clock,
        };
        Rules = adapt?.Invoke(rules) ?? rules;
        ClassCompiler compiler = new();
        Store = new ChainStore(this.database, retention);
        Store.Append(GenesisBlock.Create(genesis, compiler));
        ClassRegistry classes =
            new(hash => Store.Sierra(hash) is { } sierra && Store.Casm(hash) is { } casm ? ClassCompiler.Load(sierra, casm) : null);
        Pool = new TransactionPool(pool ?? new MempoolOptions(), TimeProvider.System);
        Decoder = new TransactionDecoder(genesis.ChainId, Rules.Limits);
        Builder = new BlockBuilder(Rules, classes, compiler, clock);
        Application = new ChainApplication(
            Store, Rules, Builder, Pool, Decoder,
            new TendermintAlgorithm(new TendermintTimeouts(), new RotatingProposer()), self, clock, NullLogger.Instance)
        {
            L1 = l1,
            Drafts = proposerOf is null
                ? null
                : new Drafts(Builder, Pool, Rules, proposerOf, self, DraftsAtOnce, clock, NullLogger.Instance),
        };
        Admission = new TransactionAdmission(Store, Rules, classes, compiler, Pool, clock);
        Compiler = compiler;
        Genesis = genesis;
    }

    public GenesisDescription Genesis { get; }

    public ChainRules Rules { get; }

    public ClassCompiler Compiler { get; }

    public BlockBuilder Builder { get; }

    public ValueId Tip => Application.Committed.Value;

    public ChainStore Store { get; }

    public TransactionPool Pool { get; }

    public TransactionDecoder Decoder { get; }

    public ChainApplication Application { get; }

    /// <summary>The drafts of a chain that has them. Without their thread: they are executed by their steps.</summary>
    public Drafts Drafts => Application.Drafts!;

    public TransactionAdmission Admission { get; }

    /// <summary>Builds the next block from the pool and commits it.</summary>
    public Task CommitNextAsync()
    {
        ulong height = Store.LatestNumber!.Value + 1;
        Commit(height, Application.Build(new BuildRequest(height, 0, Tip, Minimal: false), CancellationToken.None));
        Assert.Equal(height, Store.LatestNumber);
        return Task.CompletedTask;
    }

    public void Commit(ulong height, params BuiltBlock[] blocks) =>
        Application.Commit(Decision(height, blocks), [.. blocks.Select(block => block.Bytes)], CancellationToken.None);

    public static OrderedCommit Decision(ulong height, params BuiltBlock[] blocks) =>
        new(height, [.. blocks.Select(block => block.Value)], new CommitCertificate(height, 0, blocks[^1].Value, []));

    public BuiltBlock Build(ulong height, ValueId? parent = null, int round = 0) =>
        Application.Build(new BuildRequest(height, round, parent ?? Tip, Minimal: false), CancellationToken.None);

    public string? Check(ulong height, BuiltBlock block, ValidatorId? builder, ValueId? parent = null, bool decided = false) =>
        Application.Check(new CheckRequest(height, parent ?? Tip, block.Value, builder, decided, block.Bytes), CancellationToken.None);

    /// <summary>Checks a block that is proposed again, with a quorum that is known or only claimed.</summary>
    public string? CheckAgain(ulong height, BuiltBlock block, bool hasQuorum)
    {
        CheckRequest request = new(height, Tip, block.Value, null, IsDecided: false, block.Bytes) { HasEarlierQuorum = hasQuorum };
        return Application.Check(request, CancellationToken.None);
    }

    public void Dispose()
    {
        Admission.Dispose();
        Application.Drafts?.Dispose();
        database.Dispose();
    }
}
