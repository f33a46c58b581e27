using System.Collections.Immutable;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Chain;

/// <summary>Reads the decided chain of a node. Safe for several threads; every answer is of one committed moment.</summary>
public interface IChainReader
{
    /// <summary>Which chain is read; transaction hashes cover it.</summary>
    ChainId ChainId { get; }

    /// <summary>The header of the last decided block; null before block 0.</summary>
    BlockHeader? Latest { get; }

    /// <summary>
    /// The header under which transactions would run now: number, time, prices and version of the block after a decided one; its hash,
    /// roots and commitments mean nothing.
    /// </summary>
    BlockHeader HeaderAfter(BlockHeader decided);

    /// <summary>The proposal that this node executed last on the last decided block, else what it drafts; null for none.</summary>
    PreConfirmedBlock? PreConfirmed => null;

    /// <summary>The transactions that are chosen for the block being built and not executed yet, in order.</summary>
    ImmutableArray<Felt> Candidates => [];

    /// <summary>The header at a height; null when there is none.</summary>
    BlockHeader? HeaderAt(ulong number);

    /// <summary>The height of a block hash; null when it is unknown.</summary>
    ulong? NumberOf(in Felt blockHash);

    /// <summary>The block at a height with transactions and receipts; null when there is none.</summary>
    Block? BlockAt(ulong number);

    /// <summary>Finds the decided blocks in which events may be.</summary>
    IEventSearch SearchEvents(EventQuery query) => EveryBlock.Search;

    /// <summary>The state diff of the block at a height; null when there is none.</summary>
    StateDiff? StateDiffAt(ulong number);

    /// <summary>Where a transaction stands in the chain; null when no block holds it.</summary>
    TransactionLocation? Locate(in Felt transactionHash);

    /// <summary>The transaction at a place in the chain; null when there is none.</summary>
    Transaction? TransactionAt(TransactionLocation location) => Inside(location) is { } block ? block.Transactions[location.Index] : null;

    /// <summary>The receipt of the transaction at a place in the chain; null when there is none.</summary>
    TransactionReceipt? ReceiptAt(TransactionLocation location) => Inside(location) is { } block ? block.Receipts[location.Index] : null;

    /// <summary>The state after the block at a height; null when there is no such block.</summary>
    /// <exception cref="StateNotHeldException">The node keeps it no longer; reads of a state throw this too,
    /// when it goes while it is in use.</exception>
    IChainState? StateAfter(ulong number);

    /// <summary>A declared class; null when it is unknown. The class may be declared after the state in question: ask that first.</summary>
    SierraClass? ClassOf(in Felt classHash);

    /// <summary>
    /// A declared class of Cairo 0; null when it is unknown. Only a chain that goes on from another network has any, as no chain takes a
    /// declaration of one.
    /// </summary>
    DeprecatedClass? DeprecatedClassOf(in Felt classHash) => null;

    /// <summary>The compiled form of a declared class; null when it is unknown.</summary>
    CasmClass? CompiledClassOf(in Felt classHash);

    /// <summary>
    /// How often blocks were taken back, on a chain for development. What was read before may be of blocks that are gone: whoever keeps it
    /// by the number of its block keeps this with it.
    /// </summary>
    long Rollbacks => 0;

    /// <summary>How far the node is behind its peers; null when it is not.</summary>
    SyncProgress? Syncing { get; }

    private Block? Inside(TransactionLocation location) =>
        BlockAt(location.BlockNumber) is { } block && (uint)location.Index < (uint)block.Transactions.Length ? block : null;
}
