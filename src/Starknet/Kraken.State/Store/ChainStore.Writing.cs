using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Json;
using Kraken.State.Codecs;
using Kraken.State.Commitment;
using Kraken.State.Store.Events;
using Kraken.Storage;
using Kraken.Trie;

namespace Kraken.State.Store;

/// <content>How blocks come into the store, and go again.</content>
public sealed partial class ChainStore
{
    /// <summary>Appends a block. When this returns, the block is stored as durably as the store promises.</summary>
    /// <exception cref="ArgumentException">The block does not follow the latest one.</exception>
    public void Append(BlockRecord record) => Append([record]);

    /// <summary>
    /// Appends successive blocks in one batch, so that a crash leaves all or none of them. Where old states are dropped, which reads what
    /// blocks before have written, each block is a batch of its own.
    /// </summary>
    /// <param name="records">The blocks, oldest first, at least one.</param>
    /// <exception cref="ArgumentException">One does not follow the one before it.</exception>
    public void Append(IReadOnlyList<BlockRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        int step = pruning.DropsStates ? 1 : records.Count;
        for (int from = 0; from < records.Count; from += step)
        {
            AppendTogether([.. records.Skip(from).Take(step)]);
        }
    }

    private void AppendTogether(BlockRecord[] records)
    {
        RequireSuccessors(records);
        List<(StoredCell Cell, Felt Value)>[] cells = [.. records.Select(CellsOf)];
        EventWindow grown = events.Window;
        store.Write(before =>
        {
            RequireLatest(before, LatestNumber);
            WriteBatch batch = new();
            ICommitmentReader below = state;
            grown = events.Window;
            for (int i = 0; i < records.Length; i++)
            {
                CommitmentOverlay after = new(below, records[i].Commitment);
                Put(batch, records[i], cells[i], before, (below, after));
                grown = EventIndex.Put(batch, records[i].Block, grown);
                below = after;
            }

            return batch;
        });
        events.Added(grown, records[^1].Block.Header.Number);
        for (int i = 0; i < records.Length; i++)
        {
            Added(records[i], cells[i]);
        }
    }

    // Makes what was written visible.
    private void Added(BlockRecord record, List<(StoredCell Cell, Felt Value)> cells)
    {
        BlockHeader header = record.Block.Header;
        tables.Remember(cells, header.Number, record.Commitment.Nodes);
        state.Roots = record.Commitment.Roots;
        last = new Appended(header, record.Commitment.Roots);
        LatestNumber = header.Number;
        held.Add(header.Number);
    }

    private static List<(StoredCell Cell, Felt Value)> CellsOf(BlockRecord record) =>
    [
        .. record.StateDiff.Cells().Select(cell => (StoredCell.Of(cell), cell.Value)),
        .. record.Commitment.StorageRoots.Select(root => (StoredCell.StorageRoot(root.Key), root.Value)),
    ];

    /// <summary>
    /// Takes the newest blocks back: the chain is as it was when a block was the latest, and may go on otherwise. Up to
    /// <see cref="RollbackStep"/> blocks go in one batch; a crash in a longer rollback leaves the chain at a block between the two. States
    /// of blocks that go cannot be read any more, whoever holds them. Only for chains on which nobody votes.
    /// </summary>
    /// <param name="number">The block that is the latest afterwards.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such block.</exception>
    /// <exception cref="StateNotHeldException">Its state is dropped.</exception>
    public void Rollback(ulong number)
    {
        if (LatestNumber is not { } latest || number > latest)
        {
            throw new ArgumentOutOfRangeException(nameof(number), number, $"expected a block up to {LatestNumber}");
        }

        held.Require(number, held.Branch);
        while (latest > number)
        {
            ulong next = latest - number > RollbackStep ? latest - RollbackStep : number;
            TakeBack(latest, next);
            latest = next;
        }
    }

    // States are dropped before their records go, as in pruning.
    private void TakeBack(ulong latest, ulong number)
    {
        BlockRollback? rollback = null;
        LatestNumber = number;
        held.DropAfter(number);
        last = null;
        Interlocked.Increment(ref rollbacks);
        try
        {
            store.Write(before =>
            {
                RequireLatest(before, latest);
                rollback = new(before, number);
                rollback.TakeFrom(latest);
                EventIndex.TakeBack(rollback.Batch, before, latest, number);
                return rollback.Batch;
            });
        }
        catch
        {
            LatestNumber = latest;
            throw;
        }

        tables.Restore(rollback!.Restored);
        events.Reload();
        state.Roots = StateTables.RootsAt(store, number);
    }

    private void Put(
        WriteBatch batch,
        BlockRecord record,
        List<(StoredCell Cell, Felt Value)> cells,
        IStoreReader before,
        (ICommitmentReader Before, ICommitmentReader After) tries)
    {
        ulong number = record.Block.Header.Number;
        PutBlock(batch, record);
        PutClasses(batch, record.Classes);
        foreach ((StoredCell cell, Felt value) in cells)
        {
            tables.Put(batch, cell, value, number);
        }

        TrieNodeUses uses = new();
        foreach (TrieDifference changed in TrieNodeUses.Differences(record.StateDiff, tries.Before, tries.After))
        {
            uses.Add(changed.Added);
        }

        held.DropBefore(pruning.Prune(batch, uses, before, number));
        uses.Write(batch, before, number);
    }

    private void PutBlock(WriteBatch batch, BlockRecord record)
    {
        BlockHeader header = record.Block.Header;
        ulong number = header.Number;
        byte[] numberBytes = Number(number);
        batch.Put(StoreKey.Single(Table.Latest), numberBytes);
        if (number == First)
        {
            StoreFormat.Put(batch);
        }

        batch.Put(StoreKey.Of(Table.Header, number), HeaderCodec.Encode(header));
        batch.Put(StoreKey.Of(Table.StateDiff, number), StateDiffCodec.Encode(record.StateDiff));
        batch.Put(
            StoreKey.Of(Table.Roots, number),
            [.. record.Commitment.Roots.Contracts.ToBytesBigEndian(), .. record.Commitment.Roots.Classes.ToBytesBigEndian()]);
        batch.Put(StoreKey.Of(Table.Certificate, number), [.. record.Certificate]);
        batch.Put(StoreKey.Of(Table.NumberByHash, header.Hash), numberBytes);
        for (int i = 0; i < record.Block.Transactions.Length; i++)
        {
            byte[] place = new byte[sizeof(ulong) + sizeof(uint)];
            numberBytes.CopyTo(place, 0);
            BinaryPrimitives.WriteUInt32BigEndian(place.AsSpan(sizeof(ulong)), (uint)i);
            batch.Put(StoreKey.Of(Table.TransactionPlace, record.Block.Transactions[i].Hash), place);
            batch.Put(StoreKey.Of(Table.Transactions, number, i), TransactionCodec.Encode(record.Block.Transactions[i]));
            batch.Put(StoreKey.Of(Table.Receipts, number, i), ReceiptCodec.Encode(record.Block.Receipts[i]));
        }
    }

    private static void PutClasses(WriteBatch batch, ImmutableArray<ClassRecord> classes)
    {
        foreach (ClassRecord declared in classes)
        {
            batch.Put(StoreKey.Of(Table.Sierra, declared.ClassHash), SierraClassJson.ToBytes(declared.Sierra));
            batch.Put(StoreKey.Of(Table.Casm, declared.ClassHash), CasmClassJson.ToBytes(declared.Casm));
        }
    }

    private static byte[] Number(ulong number)
    {
        byte[] bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        return bytes;
    }

    private void RequireSuccessors(BlockRecord[] records)
    {
        ulong expected = LatestNumber is { } latest ? latest + 1 : First;
        Felt parent = expected > 0 ? HashAt(expected - 1) : default;
        foreach (BlockRecord record in records)
        {
            BlockHeader header = record.Block.Header;
            if (header.Number != expected || header.ParentHash != parent)
            {
                throw new ArgumentException(
                    $"block {header.Number} on {header.ParentHash} does not follow block "
                    + $"{(expected == 0 ? "none" : (expected - 1).ToString(CultureInfo.InvariantCulture))} ({parent})");
            }

            (expected, parent) = (expected + 1, header.Hash);
        }
    }

    // Before the first block there are neither states nor events.
    private static void PutFirst(IKeyValueStore store, ulong first)
    {
        byte[] number = Number(first);
        WriteBatch batch = new();
        batch.Put(StoreKey.Single(Table.OldestState), number);
        batch.Put(StoreKey.Single(Table.EventCount), number);
        store.Write(batch);
    }

    // Uses of trie nodes are counted from what is stored: a store that was written to by someone else must not be counted on.
    private static void RequireLatest(IStoreReader stored, ulong? expected)
    {
        ulong? latest = stored.TryGet(StoreKey.Single(Table.Latest), out byte[]? bytes)
            ? BinaryPrimitives.ReadUInt64BigEndian(bytes)
            : null;
        if (latest != expected)
        {
            throw new DamagedStoreException(string.Create(
                CultureInfo.InvariantCulture,
                $"the store's latest block: expected {expected}, got {latest}: something else writes to it"));
        }
    }
}
