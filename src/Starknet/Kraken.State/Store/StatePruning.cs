using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using Kraken.Starknet.Blocks;
using Kraken.State.Codecs;
using Kraken.State.Commitment;
using Kraken.Storage;
using Kraken.Trie;

namespace Kraken.State.Store;

/// <summary>
/// Drops the oldest states, one after another: the values that the next block replaced, the trie nodes that it took away and that no other
/// held state has, and the roots. Blocks, receipts, diffs, classes and certificates stay.
/// </summary>
/// <remarks>
/// Of each cell the store holds the values that held blocks set, and the newest that the oldest held state has. So at most one value is
/// replaced by the block after that state, and it is the one to drop.
/// </remarks>
/// <param name="retention">Which states are to be kept.</param>
internal sealed class StatePruning(StateRetention retention)
{
    /// <summary>
    /// The most records that one commit reads or deletes to drop states besides the one that a commit always drops: a store that was kept
    /// longer than is wanted now comes down over many blocks. The one state costs what the block after it cost to commit.
    /// </summary>
    internal const int MaxCatchUpRecords = 8192;

    /// <summary>Whether states are dropped at all.</summary>
    internal bool DropsStates => retention.Blocks is not null;

    /// <summary>The oldest state that a store holds.</summary>
    internal static ulong OldestIn(IStoreReader store) => !store.TryGet(StoreKey.Single(Table.OldestState), out byte[]? bytes) ? 0
        : bytes.Length == sizeof(ulong) ? BinaryPrimitives.ReadUInt64BigEndian(bytes)
        : throw new DamagedStoreException("the number of the oldest state");

    /// <summary>Adds to the batch that appends a block what drops the states that are too old beside it.</summary>
    /// <param name="uses">The uses of trie nodes in this batch.</param>
    /// <param name="stored">The store before the batch.</param>
    /// <param name="latest">The block that is appended.</param>
    /// <returns>The oldest state after the batch.</returns>
    internal ulong Prune(WriteBatch batch, TrieNodeUses uses, IStoreReader stored, ulong latest)
    {
        ulong first = OldestIn(stored);
        ulong oldest = first;
        ulong wanted = retention.OldestAt(latest);
        long left = MaxCatchUpRecords;
        StateTables tables = new(stored);
        while (oldest < wanted)
        {
            Step step = StepFrom(oldest, stored, tables);
            if (oldest > first && step.Records > left)
            {
                break;
            }

            left -= oldest > first ? step.Records : 0;
            step.Replaced.ForEach(batch.Delete);
            step.Differences.ForEach(difference => uses.Subtract(difference.Removed));
            batch.Delete(StoreKey.Of(Table.Roots, oldest));
            oldest++;
        }

        if (oldest > first)
        {
            byte[] number = new byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64BigEndian(number, oldest);
            batch.Put(StoreKey.Single(Table.OldestState), number);
        }

        return oldest;
    }

    private static Step StepFrom(ulong oldest, IStoreReader stored, StateTables tables)
    {
        ulong next = oldest + 1;
        if (!stored.TryGet(StoreKey.Of(Table.StateDiff, next), out byte[]? bytes) || !StateDiffCodec.TryDecode(bytes, out StateDiff? diff))
        {
            throw new DamagedStoreException($"{Table.StateDiff} of block {next}");
        }

        List<byte[]> replaced = [];
        IEnumerable<StoredCell> roots = diff!.ChangedStorage.Select(contract => StoredCell.StorageRoot(contract.Address));
        HashSet<StoredCell> cells = [.. diff!.Cells().Select(cell => StoredCell.Of(cell)).Concat(roots)];
        foreach (StoredCell cell in cells)
        {
            if (stored.TryFirst(StoreKey.History(cell), StoreKey.History(cell, oldest), out StoreRecord record))
            {
                replaced.Add(record.Key);
            }
        }

        ICommitmentReader before = new HistoricalState(tables, oldest, StateTables.RootsAt(stored, oldest), null);
        ICommitmentReader after = new HistoricalState(tables, next, StateTables.RootsAt(stored, next), null);
        List<TrieDifference> differences = [.. TrieNodeUses.Differences(diff, before, after)];
        return new Step(replaced, differences, 1 + cells.Count + differences.Sum(item => item.Removed.Count + item.Added.Count));
    }

    /// <summary>What dropping one state does.</summary>
    /// <param name="Replaced">The keys of values that the next block replaced.</param>
    /// <param name="Differences">What the next block changed in the tries.</param>
    /// <param name="Records">How many records this reads or deletes.</param>
    private sealed record Step(List<byte[]> Replaced, List<TrieDifference> Differences, long Records);
}
