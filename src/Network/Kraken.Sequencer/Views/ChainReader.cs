using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.State.Commitment;
using Kraken.State.Store;

namespace Kraken.Sequencer.Views;

/// <summary>The committed chain for JSON-RPC.</summary>
/// <param name="store">The committed chain.</param>
/// <param name="rules">The chain's rules.</param>
/// <param name="clock">The clock of the next header.</param>
public sealed class ChainReader(ChainStore store, ChainRules rules, TimeProvider clock) : IChainReader
{
    /// <inheritdoc/>
    public ChainId ChainId => rules.Chain.ChainId;

    /// <inheritdoc/>
    public BlockHeader? Latest => store.LatestNumber is { } number ? store.Header(number) : null;

    /// <inheritdoc/>
    public BlockHeader HeaderAfter(BlockHeader decided)
    {
        ArgumentNullException.ThrowIfNull(decided);
        ulong now = (ulong)clock.GetUtcNow().ToUnixTimeSeconds();
        return decided with
        {
            Number = decided.Number + 1, ParentHash = decided.Hash, Hash = default, Timestamp = Math.Max(now, decided.Timestamp),
            GasPrices = Prices() ?? decided.GasPrices,
        };
    }

    /// <summary>Gives the proposal that was executed last on the last decided block; null when there is none.</summary>
    public Func<PreparedBlock?> Proposal { get; init; } = () => null;

    /// <summary>Gives the draft on the last decided block, shown where there is no proposal; null when there is none.</summary>
    public Func<PreConfirmedBlock?> Draft { get; init; } = () => null;

    /// <summary>Gives the transactions that the draft takes next; they are told of as candidates.</summary>
    public Func<ImmutableArray<Felt>> Chosen { get; init; } = () => [];

    /// <summary>Gives the prices of the next block; null where they are those of the last.</summary>
    public Func<GasPrices?> Prices { get; init; } = () => null;

    /// <summary>Gives how far the node is behind its peers; null when it is not.</summary>
    public Func<SyncProgress?> Progress { get; init; } = () => null;

    /// <inheritdoc/>
    public PreConfirmedBlock? PreConfirmed =>
        Proposal() is { } prepared
            ? new PreConfirmedBlock(prepared.Block, prepared.StateDiff)
            {
                ClassOf = hash => prepared.Classes.FirstOrDefault(declared => declared.ClassHash == hash)?.Sierra,
            }
            : Draft();

    /// <inheritdoc/>
    public ImmutableArray<Felt> Candidates => Chosen();

    /// <inheritdoc/>
    public long Rollbacks => store.Rollbacks;

    /// <inheritdoc/>
    public SyncProgress? Syncing => Progress();

    /// <inheritdoc/>
    public BlockHeader? HeaderAt(ulong number) => store.Header(number);

    /// <inheritdoc/>
    public ulong? NumberOf(in Felt blockHash) => store.NumberOf(blockHash);

    /// <inheritdoc/>
    public Block? BlockAt(ulong number) => store.Block(number);

    /// <inheritdoc/>
    public IEventSearch SearchEvents(EventQuery query) => store.SearchEvents(query);

    /// <inheritdoc/>
    public StateDiff? StateDiffAt(ulong number) => store.StateDiff(number);

    /// <inheritdoc/>
    public TransactionLocation? Locate(in Felt transactionHash) => store.Find(transactionHash);

    /// <inheritdoc/>
    public Transaction? TransactionAt(TransactionLocation location) => store.Transaction(location);

    /// <inheritdoc/>
    public TransactionReceipt? ReceiptAt(TransactionLocation location) => store.Receipt(location);

    /// <inheritdoc/>
    public IChainState? StateAfter(ulong number) => store.StateAt(number) is { } state ? new ChainState(state) : null;

    /// <inheritdoc/>
    public SierraClass? ClassOf(in Felt classHash) => store.Sierra(classHash);

    /// <inheritdoc/>
    public CasmClass? CompiledClassOf(in Felt classHash) => store.Casm(classHash);

    private sealed class ChainState(HistoricalState state) : IChainState
    {
        public Felt StorageAt(in Felt contract, in Felt key) => state.StorageAt(contract, key);

        public ulong? LastUpdateOf(in Felt contract, in Felt key) => state.LastStorageUpdate(contract, key);

        public Felt NonceAt(in Felt contract) => state.NonceAt(contract);

        public Felt ClassHashAt(in Felt contract) => state.ClassHashAt(contract);

        public bool IsDeclared(in Felt classHash) => !state.CompiledClassHashOf(classHash).IsZero;

        public StorageProof? Prove(StorageProofQuery query, Felt blockHash, CancellationToken cancellation) =>
            StorageProver.Prove(state, query, blockHash, cancellation);
    }
}
