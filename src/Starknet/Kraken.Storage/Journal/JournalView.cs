using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Storage.Journal;

/// <summary>
/// The journal after a batch: what is not at its place yet, over what is. Does not change, and is a function of the records of the store
/// below at that moment, so that whoever has a snapshot of them has its view.
/// </summary>
/// <param name="Number">The number of the batch; 0 before the first.</param>
/// <param name="Growing">The generation to which batches are added.</param>
/// <param name="Settling">The one before, whose changes are put at their places, by ascending key.</param>
/// <param name="SettledTo">The first key of it that is not at its place.</param>
/// <param name="GrowingFrom">The first batch of the one that grows.</param>
internal sealed record JournalView(ulong Number, Generation Growing, Generation Settling, byte[] SettledTo, ulong GrowingFrom)
{
    private const int StateSize = 2 * sizeof(ulong);

    private static readonly JournalView Empty = new(0, Generation.Empty, Generation.Empty, [], 1);

    /// <summary>The number of the last batch of a store.</summary>
    /// <exception cref="StoreException">The journal is damaged.</exception>
    internal static ulong NumberIn(IStoreReader store, JournalTables tables) => StateIn(store, tables)?.Number ?? 0;

    /// <summary>Reads the journal of a store.</summary>
    /// <exception cref="StoreException">It is damaged.</exception>
    internal static JournalView Load(IStoreReader store, JournalTables tables)
    {
        if (StateIn(store, tables) is not { } view)
        {
            return Empty;
        }

        List<StoreChange> changes = [];
        List<byte[]> rows = [];
        ulong? reading = null;
        foreach (StoreRecord record in store.Scan([tables.Own]))
        {
            if (JournalRows.NumberOf(record.Key) is not { } number)
            {
                continue;
            }

            if (number != reading)
            {
                view = view.With(reading, changes, rows);
                (changes, rows, reading) = ([], [], number);
            }

            rows.Add(record.Key);
            if (number > view.Number || !JournalRows.TryDecode(record.Value, changes))
            {
                throw new StoreException($"row of batch {number} of the journal is damaged");
            }
        }

        return view.With(reading, changes, rows);
    }

    /// <summary>The journal after one more batch.</summary>
    /// <param name="run">Those of the batch's changes that are scattered.</param>
    /// <param name="batch">Takes what is written below for it.</param>
    /// <param name="tables">The journal's tables.</param>
    /// <param name="limits">What it may hold.</param>
    internal JournalView Next(SortedRun run, WriteBatch batch, JournalTables tables, JournalLimits limits)
    {
        ulong number = Number + 1;
        JournalView next = this with { Number = number };
        if (run.Count > 0)
        {
            next = next with { Growing = Growing.With(run, JournalRows.Put(batch, tables, number, run, limits.RowBytes)) };
        }

        bool isFull = next.Growing.Bytes >= limits.GenerationBytes || next.Growing.Batches >= limits.GenerationBatches;
        next = next.Settle(batch, isFull ? long.MaxValue : Math.Max(limits.SliceBytes, 2 * run.Bytes));
        if (isFull)
        {
            next = new(number, Generation.Empty, next.Growing, [], number + 1);
        }

        byte[] state = new byte[StateSize + next.SettledTo.Length];
        BinaryPrimitives.WriteUInt64BigEndian(state, number);
        BinaryPrimitives.WriteUInt64BigEndian(state.AsSpan(sizeof(ulong)), next.GrowingFrom);
        next.SettledTo.CopyTo(state, StateSize);
        batch.Put([tables.Own], state);
        return next;
    }

    /// <summary>The last changes of keys from one up to below another, by ascending key.</summary>
    internal IEnumerable<StoreChange> Changes(byte[] first, byte[]? end) =>
        MergedChanges.Of([.. Growing.Runs, .. Settling.Runs], first, end);

    /// <summary>The last change of a key.</summary>
    internal bool TryFind(ReadOnlySpan<byte> key, out StoreChange change) =>
        Growing.TryFind(key, out change) || Settling.TryFind(key, out change);

    private static JournalView? StateIn(IStoreReader store, JournalTables tables)
    {
        if (!store.TryGet([tables.Own], out byte[]? state))
        {
            return null;
        }

        return state.Length >= StateSize
            ? Empty with
            {
                Number = BinaryPrimitives.ReadUInt64BigEndian(state),
                GrowingFrom = BinaryPrimitives.ReadUInt64BigEndian(state.AsSpan(sizeof(ulong))),
                SettledTo = state[StateSize..],
            }
            : throw new StoreException("the journal's state is damaged");
    }

    private JournalView With(ulong? number, List<StoreChange> changes, List<byte[]> rows) =>
        number is not { } batch ? this
        : batch < GrowingFrom ? this with { Settling = Settling.With(new([.. changes]), rows) }
        : this with { Growing = Growing.With(new([.. changes]), rows) };

    // What was put at its place still hides it, which is the same: the generation is forgotten as a whole.
    private JournalView Settle(WriteBatch batch, long bytes)
    {
        if (Settling.IsEmpty)
        {
            return this;
        }

        foreach (StoreChange change in MergedChanges.Of(Settling.Runs, SettledTo, null))
        {
            if (bytes <= 0)
            {
                return this with { SettledTo = change.Key };
            }

            batch.Add(change);
            bytes -= SortedRun.SizeOf(change);
        }

        foreach (byte[] row in Settling.Rows)
        {
            batch.Delete(row);
        }

        return this with { Settling = Generation.Empty, SettledTo = [] };
    }
}
