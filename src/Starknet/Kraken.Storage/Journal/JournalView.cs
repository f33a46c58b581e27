using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Collections.Immutable;

namespace Kraken.Storage.Journal;

/// <summary>
/// The journal after a batch: what is not at its place yet, over what is. Does not change, and is a function of the records of the store
/// below at that moment, so that whoever has a snapshot of them has its view.
/// </summary>
internal sealed record JournalView
{
    private const int StateSize = 3 * sizeof(ulong);

    // The rows that a batch deletes while there are some, besides twice as many as it adds.
    private const int MinDeletedRows = 64;

    private static readonly JournalView Empty = new();

    /// <summary>The number of the last batch; 0 before the first.</summary>
    internal ulong Number { get; private init; }

    /// <summary>The generation to which batches are added.</summary>
    private Generation Growing { get; init; } = Generation.Empty;

    /// <summary>The first batch of it.</summary>
    private ulong GrowingFrom { get; init; } = 1;

    /// <summary>The generation before, whose changes are put at their places, by ascending key.</summary>
    private Generation Settling { get; init; } = Generation.Empty;

    /// <summary>The first key of it that is not at its place.</summary>
    private byte[] SettledTo { get; init; } = [];

    /// <summary>The first batch of what is not settled; rows of those before are to be deleted.</summary>
    private ulong LiveFrom { get; init; } = 1;

    private ImmutableQueue<RowRange> Spent { get; init; } = [];

    /// <summary>The number of the last batch of a store.</summary>
    /// <exception cref="StoreException">The journal is damaged.</exception>
    internal static ulong NumberIn(IStoreReader store, JournalTables tables) => StateIn(store, tables).Number;

    /// <summary>Reads the journal of a store.</summary>
    /// <exception cref="StoreException">It is damaged.</exception>
    internal static JournalView Load(IStoreReader store, JournalTables tables)
    {
        JournalView view = StateIn(store, tables);
        List<StoreChange> changes = [];
        RowRange rows = default;
        foreach (StoreRecord record in store.Scan([tables.Own], [tables.Own, 0]))
        {
            if (!JournalRows.TryPlace(record.Key, out ulong number, out uint row))
            {
                throw new StoreException(
                    $"the journal: expected keys of {JournalRows.KeySize} bytes, got {Convert.ToHexStringLower(record.Key)}");
            }

            if (number != rows.Number)
            {
                view = view.With(changes, rows);
                (changes, rows) = ([], new RowRange(number, 0));
            }

            // A batch without its first row or one of the others is less than what was written.
            if (row != rows.Count)
            {
                throw new StoreException($"the journal: expected row {rows.Count} of batch {number}, got row {row}");
            }

            rows = rows with { Count = rows.Count + 1 };
            if (number == 0 || number > view.Number || (number >= view.LiveFrom && !JournalRows.TryDecode(record.Value, changes)))
            {
                throw new StoreException($"row of batch {number} of the journal is damaged");
            }
        }

        return view.With(changes, rows);
    }

    /// <summary>The journal after one more batch.</summary>
    /// <param name="run">Those of the batch's changes that are scattered.</param>
    /// <param name="batch">Takes what is written below for it.</param>
    /// <param name="tables">The journal's tables.</param>
    /// <param name="limits">What it may hold.</param>
    internal JournalView Next(SortedRun run, WriteBatch batch, JournalTables tables, JournalLimits limits)
    {
        JournalView next = this with { Number = Number + 1 };
        int rows = 0;
        if (run.Count > 0)
        {
            RowRange written = JournalRows.Put(batch, tables, next.Number, run, limits.RowBytes);
            rows = written.Count;
            next = next with { Growing = Growing.With(run, written) };
        }

        bool isFull = next.Growing.Bytes >= limits.GenerationBytes || next.Growing.Batches >= limits.GenerationBatches;
        next = next.DeleteSpent(batch, tables, MinDeletedRows + (2 * rows))
            .Settle(batch, isFull ? long.MaxValue : Math.Max(limits.SliceBytes, 2 * run.Bytes));
        if (isFull)
        {
            next = next with { Growing = Generation.Empty, GrowingFrom = next.Number + 1, Settling = next.Growing };
        }

        batch.Put([tables.Own], next.State());
        return next;
    }

    /// <summary>The last changes of keys from one up to below another, by ascending key.</summary>
    internal IEnumerable<StoreChange> Changes(byte[] first, byte[]? end) =>
        MergedChanges.Of([.. Growing.Runs, .. Settling.Runs], first, end);

    /// <summary>The tables of which the journal holds something.</summary>
    internal IEnumerable<byte> Tables()
    {
        bool[] held = new bool[byte.MaxValue + 1];
        foreach (SortedRun run in (ImmutableArray<SortedRun>)[.. Growing.Runs, .. Settling.Runs])
        {
            for (int i = 0; i < run.Count; i++)
            {
                held[run[i].Key[0]] = true;
            }
        }

        for (int table = 0; table < held.Length; table++)
        {
            if (held[table])
            {
                yield return (byte)table;
            }
        }
    }

    /// <summary>The last change of a key.</summary>
    internal bool TryFind(ReadOnlySpan<byte> key, out StoreChange change) =>
        Growing.TryFind(key, out change) || Settling.TryFind(key, out change);

    private static JournalView StateIn(IStoreReader store, JournalTables tables)
    {
        if (!store.TryGet([tables.Own], out byte[]? state))
        {
            return Empty;
        }

        if (state.Length < StateSize)
        {
            throw new StoreException($"the journal's state: expected at least {StateSize} bytes, got {state.Length}");
        }

        JournalView view = new()
        {
            Number = BinaryPrimitives.ReadUInt64BigEndian(state),
            GrowingFrom = BinaryPrimitives.ReadUInt64BigEndian(state.AsSpan(sizeof(ulong))),
            LiveFrom = BinaryPrimitives.ReadUInt64BigEndian(state.AsSpan(2 * sizeof(ulong))),
            SettledTo = state[StateSize..],
        };
        bool isOrdered = view.LiveFrom >= 1 && view.LiveFrom <= view.GrowingFrom && view.GrowingFrom - 1 <= view.Number
            && view.Number <= long.MaxValue;
        return isOrdered
            ? view
            : throw new StoreException(
                $"the journal's state: expected batches 1 <= live <= growing <= next, got {view.LiveFrom}, {view.GrowingFrom} and "
                + $"{view.Number} as the last");
    }

    private byte[] State()
    {
        byte[] state = new byte[StateSize + SettledTo.Length];
        BinaryPrimitives.WriteUInt64BigEndian(state, Number);
        BinaryPrimitives.WriteUInt64BigEndian(state.AsSpan(sizeof(ulong)), GrowingFrom);
        BinaryPrimitives.WriteUInt64BigEndian(state.AsSpan(2 * sizeof(ulong)), LiveFrom);
        SettledTo.CopyTo(state, StateSize);
        return state;
    }

    private JournalView With(List<StoreChange> changes, RowRange rows) =>
        rows.Count == 0 ? this
        : rows.Number < LiveFrom ? this with { Spent = Spent.Enqueue(rows) }
        : rows.Number < GrowingFrom ? this with { Settling = Settling.With(new([.. changes]), rows) }
        : this with { Growing = Growing.With(new([.. changes]), rows) };

    // All rows of a batch at a time.
    private JournalView DeleteSpent(WriteBatch batch, JournalTables tables, int count)
    {
        ImmutableQueue<RowRange> left = Spent;
        while (count > 0 && !left.IsEmpty)
        {
            left = left.Dequeue(out RowRange rows);
            JournalRows.Delete(batch, tables, rows);
            count -= rows.Count;
        }

        return this with { Spent = left };
    }

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

        ImmutableQueue<RowRange> spent = Spent;
        foreach (RowRange rows in Settling.Rows)
        {
            spent = spent.Enqueue(rows);
        }

        return this with { Settling = Generation.Empty, SettledTo = [], LiveFrom = GrowingFrom, Spent = spent };
    }
}
