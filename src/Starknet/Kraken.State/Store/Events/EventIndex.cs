using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Storage;

namespace Kraken.State.Store.Events;

/// <summary>
/// Which blocks may have which events. Each block has a filter (<see cref="EventBits"/>); blocks come in groups, and of a group whose
/// successor is full the filters stand turned: for each bit the blocks that have it, so that a search reads a few short records for a
/// thousand blocks. It takes 2 KiB a block, whatever the events are; blocks are never dropped, so that neither is it. One writer; any
/// number of threads may search.
/// </summary>
/// <remarks>
/// Each block's batch has its filter and a slice of the turned form of the group before, and drops one filter of the group before that: no
/// block costs much more than another.
/// </remarks>
internal sealed class EventIndex
{
    /// <summary>How many successive blocks a group has; a power of two.</summary>
    internal const int GroupBlocks = 1024;

    /// <summary>The bytes of a bit's blocks.</summary>
    internal const int RowBytes = GroupBlocks / 8;

    /// <summary>How many blocks of an older store are read and indexed in one batch when it is opened.</summary>
    internal const int OpeningStep = 64;

    private const int RowsPerBlock = EventBits.Bits / GroupBlocks;

    private readonly IKeyValueStore store;
    private volatile EventWindow window;
    private ulong count;

    /// <summary>Opens the index of a store, which may be behind its blocks: see <see cref="CatchUp"/>.</summary>
    /// <exception cref="DamagedStoreException">It is damaged.</exception>
    internal EventIndex(IKeyValueStore store)
    {
        this.store = store;
        (window, count) = Load();
    }

    /// <summary>How many blocks are indexed, from block 0 on.</summary>
    internal ulong Count => System.Threading.Volatile.Read(ref count);

    /// <summary>The store whose turned groups are searched.</summary>
    internal IStoreReader Store => store;

    /// <summary>The newest filters. Those of the first group stand alone: before it there is none.</summary>
    internal EventWindow Window => window;

    /// <summary>Indexes the blocks that a store has already, in small batches; what was done is kept wherever this ends.</summary>
    /// <param name="blocks">How many blocks there are.</param>
    /// <param name="receiptsOf">Reads the receipts of one.</param>
    internal void CatchUp(ulong blocks, Func<ulong, IEnumerable<TransactionReceipt>> receiptsOf)
    {
        while (Count < blocks)
        {
            ulong end = Math.Min(blocks, Count + OpeningStep);
            WriteBatch batch = new();
            List<EventBits?> step = [];
            EventWindow grown = window;
            for (ulong number = Count; number < end; number++)
            {
                step.Add(EventBits.Of(receiptsOf(number)));
                grown = Put(batch, number, step[^1], grown);
            }

            store.Write(_ => batch);
            (window, count) = (grown, end);
        }
    }

    /// <summary>Adds a block to the batch that appends it.</summary>
    /// <param name="window"><see cref="Window"/>, or what this gave for the block before in the same batch.</param>
    /// <returns>What is given to <see cref="Added"/> when the batch is written.</returns>
    internal static EventWindow Put(WriteBatch batch, Block block, EventWindow window) =>
        Put(batch, block.Header.Number, EventBits.Of(block.Receipts), window);

    /// <summary>The batch with a block is written.</summary>
    internal void Added(EventWindow grown, ulong number)
    {
        window = grown;
        System.Threading.Volatile.Write(ref count, number + 1);
    }

    /// <summary>Undoes in a batch what the newest blocks did: the store is as if they had never come.</summary>
    /// <param name="batch">The batch that takes the blocks back.</param>
    /// <param name="before">The store before it.</param>
    /// <param name="latest">The latest block.</param>
    /// <param name="number">The one that is the latest afterwards.</param>
    internal static void TakeBack(WriteBatch batch, IStoreReader before, ulong latest, ulong number)
    {
        EventBits?[] turned = [];
        ulong? read = null;
        for (ulong taken = latest; taken > number; taken--)
        {
            (ulong group, int place) = (taken / GroupBlocks, (int)(taken % GroupBlocks));
            batch.Delete(StoreKey.Of(Table.EventBits, taken));
            if (group > 0)
            {
                foreach (int bit in Enumerable.Range(place * RowsPerBlock, RowsPerBlock))
                {
                    batch.Delete(StoreKey.Of(Table.EventRow, group - 1, bit));
                }
            }

            if (group > 1)
            {
                turned = read == group - 2 ? turned : TurnedBack(before, group - 2);
                read = group - 2;
                if (turned[place] is { } bits)
                {
                    batch.Put(StoreKey.Of(Table.EventBits, taken - (2 * GroupBlocks)), bits.ToBytes());
                }
            }
        }

        PutCount(batch, number + 1);
    }

    /// <summary>The store was changed by <see cref="TakeBack"/>.</summary>
    internal void Reload()
    {
        (EventWindow loaded, ulong blocks) = Load();
        window = loaded;
        System.Threading.Volatile.Write(ref count, blocks);
    }

    private static EventBits?[] TurnedBack(IStoreReader store, ulong group)
    {
        EventBits?[] blocks = new EventBits?[GroupBlocks];
        for (int bit = 0; bit < EventBits.Bits; bit++)
        {
            if (!store.TryGet(StoreKey.Of(Table.EventRow, group, bit), out byte[]? row))
            {
                continue;
            }

            for (int block = 0; block < GroupBlocks; block++)
            {
                if ((row[block / 8] >> (block % 8) & 1) != 0)
                {
                    (blocks[block] ??= EventBits.Empty()).Set(bit);
                }
            }
        }

        return blocks;
    }

    private static EventWindow Put(WriteBatch batch, ulong number, EventBits? bits, EventWindow window)
    {
        (ulong group, int place) = (number / GroupBlocks, (int)(number % GroupBlocks));
        EventWindow grown = group == window.Group ? window : window.Next();

        // Nobody looks at a block that is not counted yet.
        grown.Growing[place] = bits;
        if (bits is not null)
        {
            batch.Put(StoreKey.Of(Table.EventBits, number), bits.ToBytes());
        }

        if (group > 0)
        {
            Turn(batch, group - 1, place, grown.Before);
        }

        if (group > 1)
        {
            batch.Delete(StoreKey.Of(Table.EventBits, number - (2 * GroupBlocks)));
        }

        PutCount(batch, number + 1);
        return grown;
    }

    private static void PutCount(WriteBatch batch, ulong blocks)
    {
        byte[] counted = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(counted, blocks);
        batch.Put(StoreKey.Single(Table.EventCount), counted);
    }

    private static void Turn(WriteBatch batch, ulong group, int step, EventBits?[] blocks)
    {
        for (int bit = step * RowsPerBlock; bit < (step + 1) * RowsPerBlock; bit++)
        {
            byte[]? row = null;
            for (int block = 0; block < GroupBlocks; block++)
            {
                if (blocks[block]?.Has(bit) == true)
                {
                    row ??= new byte[RowBytes];
                    row[block / 8] |= (byte)(1 << (block % 8));
                }
            }

            if (row is not null)
            {
                batch.Put(StoreKey.Of(Table.EventRow, group, bit), row);
            }
        }
    }

    private (EventWindow Window, ulong Count) Load()
    {
        ulong blocks = !store.TryGet(StoreKey.Single(Table.EventCount), out byte[]? bytes) ? 0
            : bytes.Length == sizeof(ulong) ? BinaryPrimitives.ReadUInt64BigEndian(bytes)
            : throw new DamagedStoreException("the number of indexed blocks");
        ulong group = blocks == 0 ? 0 : (blocks - 1) / GroupBlocks;
        return (new(group, group == 0 ? new EventBits?[GroupBlocks] : Read(group - 1), Read(group)), blocks);
    }

    private EventBits?[] Read(ulong group)
    {
        EventBits?[] blocks = new EventBits?[GroupBlocks];
        ulong first = group * GroupBlocks;
        foreach (StoreRecord record in store.Scan(StoreKey.Single(Table.EventBits), StoreKey.Of(Table.EventBits, first)))
        {
            ulong number = BinaryPrimitives.ReadUInt64BigEndian(record.Key.AsSpan(1));
            if (number >= first + GroupBlocks)
            {
                break;
            }

            blocks[number - first] = EventBits.Read(record.Value) ?? throw new DamagedStoreException($"the events of block {number}");
        }

        return blocks;
    }
}
