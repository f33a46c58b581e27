using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using Kraken.Consensus;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Blocks;
using Kraken.State.Store;

namespace Kraken.Sync.Checking;

/// <summary>
/// The stored chain with the blocks on it that hold and are not stored yet. Used by one thread, while another one stores.
/// </summary>
/// <param name="store">The stored chain, genesis included.</param>
/// <param name="step">Takes a block on its parent.</param>
/// <param name="maxBlocks">The most blocks that are not stored.</param>
public sealed class PendingChain(ChainStore store, IChainStep step, int maxBlocks)
{
    private readonly PreparedBlocks prepared = new(store, new PreparedLimits { MaxBlocks = maxBlocks, MaxBytes = long.MaxValue });
    private ValueId tip = TipOf(store);

    /// <summary>Adds the next block; never throws on what a source gave.</summary>
    /// <param name="record">What is to be stored, or null.</param>
    /// <param name="mismatch">Where it is not what it has to be, or null.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidOperationException">More blocks than may be are not stored yet.</exception>
    public bool TryExtend(
        ScreenedBlock block,
        [NotNullWhen(true)] out BlockRecord? record,
        [NotNullWhen(false)] out BlockMismatch? mismatch,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(block);
        record = null;
        BlockParent parent = prepared.Parent(tip) ?? throw new InvalidOperationException($"more than {maxBlocks} blocks are not stored");
        mismatch = InPlace(parent.Header, block.Source.Block.Header);
        if (mismatch is not null || !step.TryTake(block, parent, out PreparedBlock? taken, out mismatch, cancellation))
        {
            return false;
        }

        tip = prepared.Add(taken);
        record = taken.Record([.. block.Source.Certificate.Span]);
        return true;
    }

    /// <summary>Blocks up to one were stored.</summary>
    public void Stored(Felt hash) => prepared.Committed(new ValueId(hash));

    private static ValueId TipOf(ChainStore store) =>
        new(store.Header(store.LatestNumber ?? throw new ArgumentException("the chain has no genesis block", nameof(store)))!.Hash);

    private static BlockMismatch? InPlace(BlockHeader parent, BlockHeader header) =>
        header.Number != parent.Number + 1 ? new(parent.Number + 1, "number", $"{parent.Number + 1}", $"{header.Number}")
        : header.ParentHash != parent.Hash ? new(header.Number, "parent", $"{parent.Hash}", $"{header.ParentHash}")
        : header.Timestamp < parent.Timestamp ? new(header.Number, "time", $"at least {parent.Timestamp}", $"{header.Timestamp}")
        : null;
}
