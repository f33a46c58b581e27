using System.Collections.Immutable;
using System.Threading;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Sequencer.Views;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Dev.Forking;

/// <summary>A chain that goes on from another: blocks and states up to the fork are the network's, the others its own.</summary>
/// <param name="own">The chain from the fork on.</param>
/// <param name="fork">The network.</param>
internal sealed class ForkedReader(ChainReader own, Fork fork) : IChainReader
{
    /// <inheritdoc/>
    public ChainId ChainId => own.ChainId;

    /// <inheritdoc/>
    public BlockHeader? Latest => own.Latest;

    /// <inheritdoc/>
    public PreConfirmedBlock? PreConfirmed => own.PreConfirmed;

    /// <inheritdoc/>
    public ImmutableArray<Felt> Candidates => own.Candidates;

    /// <inheritdoc/>
    public long Rollbacks => own.Rollbacks;

    /// <inheritdoc/>
    public SyncProgress? Syncing => own.Syncing;

    /// <inheritdoc/>
    public BlockHeader HeaderAfter(BlockHeader decided) => own.HeaderAfter(decided);

    /// <inheritdoc/>
    public BlockHeader? HeaderAt(ulong number) => IsBelow(number) ? fork.Blocks.HeaderAt(number) : own.HeaderAt(number);

    /// <inheritdoc/>
    public ulong? NumberOf(in Felt blockHash) => own.NumberOf(blockHash) ?? fork.Blocks.NumberOf(blockHash);

    /// <inheritdoc/>
    public Block? BlockAt(ulong number) => IsBelow(number) ? fork.Blocks.BlockAt(number) : own.BlockAt(number);

    /// <inheritdoc/>
    public IEventSearch SearchEvents(EventQuery query) => fork.SearchEvents(query, own.SearchEvents(query));

    /// <inheritdoc/>
    public StateDiff? StateDiffAt(ulong number) => IsBelow(number) ? fork.Blocks.StateDiffAt(number) : own.StateDiffAt(number);

    /// <inheritdoc/>
    public TransactionLocation? Locate(in Felt transactionHash) => own.Locate(transactionHash) ?? fork.Blocks.Find(transactionHash);

    /// <inheritdoc/>
    public Transaction? TransactionAt(TransactionLocation location) => IsBelow(location.BlockNumber)
        ? fork.Blocks.BlockAt(location.BlockNumber).Transactions[location.Index]
        : own.TransactionAt(location);

    /// <inheritdoc/>
    public TransactionReceipt? ReceiptAt(TransactionLocation location) => IsBelow(location.BlockNumber)
        ? fork.Blocks.BlockAt(location.BlockNumber).Receipts[location.Index]
        : own.ReceiptAt(location);

    /// <inheritdoc/>
    public IChainState? StateAfter(ulong number) =>
        fork.StateAfter(number) is { } remote ? new RemoteState(remote, fork.Classes)
        : own.StateAfter(number) is { } state ? new OwnState(state, fork.Classes) : null;

    /// <inheritdoc/>
    public SierraClass? ClassOf(in Felt classHash) => own.ClassOf(classHash) ?? fork.Classes.Sierra(classHash);

    /// <inheritdoc/>
    public DeprecatedClass? DeprecatedClassOf(in Felt classHash) =>
        own.ClassOf(classHash) is null ? fork.Classes.Deprecated(classHash) : null;

    /// <inheritdoc/>
    public CasmClass? CompiledClassOf(in Felt classHash) => own.CompiledClassOf(classHash) ?? fork.Classes.Casm(classHash);

    private bool IsBelow(ulong number) => number <= fork.Blocks.Last;

    // Its tries have what was written since the fork alone: they prove nothing of the rest.
    private sealed class OwnState(IChainState state, ForkedClasses classes) : IChainState
    {
        public Felt StorageAt(in Felt contract, in Felt key) => state.StorageAt(contract, key);

        public ulong? LastUpdateOf(in Felt contract, in Felt key) => state.LastUpdateOf(contract, key);

        public Felt NonceAt(in Felt contract) => state.NonceAt(contract);

        public Felt ClassHashAt(in Felt contract) => state.ClassHashAt(contract);

        public bool IsDeclared(in Felt classHash) => state.IsDeclared(classHash) || classes.Deprecated(classHash) is not null;

        public StorageProof? Prove(StorageProofQuery query, Felt blockHash, CancellationToken cancellation) => null;
    }

    private sealed class RemoteState(ForkedState state, ForkedClasses classes) : IChainState
    {
        public Felt StorageAt(in Felt contract, in Felt key) => state.StorageAt(contract, key);

        public ulong? LastUpdateOf(in Felt contract, in Felt key) => null;

        public Felt NonceAt(in Felt contract) => state.NonceAt(contract);

        public Felt ClassHashAt(in Felt contract) => state.ClassHashAt(contract);

        public bool IsDeclared(in Felt classHash) =>
            !state.CompiledClassHashOf(classHash).IsZero || classes.Deprecated(classHash) is not null;
    }
}
