using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace Kraken.Storage.Journal;

/// <summary>
/// A store that writes scattered records in the order they come, as rows of a journal, and puts them at their places in the store below
/// later, by ascending key: batches of a tree on disk then change a few pages at its end instead of one for each record. Until then the
/// records are in memory too. Whoever reads sees no difference.
/// </summary>
/// <remarks>
/// A batch is one batch of the store below: its own records, a row of its scattered ones, and a slice of the generation before, which is
/// put at its places while the next one grows. So there is no thread, what a crash leaves is the journal after some batch, and a store
/// that is opened finds in the rows, at most two generations of them, what was in memory.
/// </remarks>
public sealed class JournaledStore : IKeyValueStore
{
    private readonly IKeyValueStore below;
    private readonly JournalTables tables;
    private readonly JournalLimits limits;
    private readonly Lock writing = new();
    private volatile Known known;

    /// <summary>Opens the journal in a store, which must be written to by this one only from now on.</summary>
    /// <param name="below">The store, taken over.</param>
    /// <param name="tables">The tables of the journal. Those that are scattered may differ from the last time, its own may not.</param>
    /// <param name="limits">What it may hold; <see cref="JournalLimits.Default"/> by default.</param>
    /// <exception cref="StoreException">The journal is damaged, or the store cannot be read.</exception>
    public JournaledStore(IKeyValueStore below, JournalTables tables, JournalLimits? limits = null)
    {
        this.below = below;
        this.limits = limits ?? JournalLimits.Default;
        using IStoreSnapshot snapshot = below.Snapshot();
        JournalView view = JournalView.Load(snapshot, tables);
        known = new(view, null);

        // What a table that is scattered no longer left in the journal is read there until it has been settled.
        this.tables = tables.And(view.Tables());
    }

    private JournalReading Latest => new(below, tables, known.Current);

    /// <inheritdoc/>
    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out byte[]? value) => Latest.TryGet(key, out value);

    /// <inheritdoc/>
    public bool TryFirst(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from, out StoreRecord record)
    {
        JournalView view = known.Current;
        bool found = new JournalReading(below, tables, view).TryFirst(prefix, from, out record);

        // What is below may be of the batch after the view, which hides what that settles. Later ones settle what it does not know.
        if (ReferenceEquals(known.Current, view) || (!prefix.IsEmpty && !tables.AreScattered(prefix)))
        {
            return found;
        }

        using IStoreSnapshot snapshot = Snapshot();
        return snapshot.TryFirst(prefix, from, out record);
    }

    /// <inheritdoc/>
    public IEnumerable<StoreRecord> Scan(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from = default) =>
        !prefix.IsEmpty && !tables.AreScattered(prefix)
            ? Latest.Scan(prefix.ToArray(), from.ToArray())
            : ScanSnapshot(prefix.ToArray(), from.ToArray());

    /// <inheritdoc/>
    public IStoreSnapshot Snapshot()
    {
        IStoreSnapshot snapshot = below.Snapshot();
        try
        {
            return new JournaledSnapshot(new(snapshot, tables, ViewOf(snapshot)), snapshot);
        }
        catch
        {
            snapshot.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Write(Func<IStoreReader, WriteBatch> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        lock (writing)
        {
            JournalView? written = null;
            try
            {
                below.Write(before =>
                {
                    JournalView view = ViewOf(before);
                    using JournaledSnapshot reader = new(new(before, tables, view), null);
                    WriteBatch placed = new();
                    JournalView next = view.Next(Split(make(reader), placed), placed, tables, limits);

                    // For those whose snapshot has the batch before this method has seen that it was written.
                    known = new(known.Current, next);
                    written = next;
                    return placed;
                });
            }
            catch
            {
                known = new(known.Current, null);
                throw;
            }

            known = new(written!, null);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => below.Dispose();

    /// <summary>The changes that are scattered; those that are not go into the batch for the store below.</summary>
    private SortedRun Split(WriteBatch batch, WriteBatch placed)
    {
        List<StoreChange> scattered = [];
        foreach (StoreChange change in batch.ByKey())
        {
            if (tables.IsOwn(change.Key))
            {
                throw new StoreException($"table {tables.Own} is the journal's own");
            }

            if (tables.AreScattered(change.Key))
            {
                scattered.Add(change);
            }
            else
            {
                placed.Add(change);
            }
        }

        return new SortedRun([.. scattered]);
    }

    private JournalView ViewOf(IStoreReader moment)
    {
        ulong number = JournalView.NumberIn(moment, tables);
        Known views = known;
        return views.Current.Number == number ? views.Current
            : views.Next?.Number == number ? views.Next

            // Two batches were written since, or another instance wrote.
            : JournalView.Load(moment, tables);
    }

    private IEnumerable<StoreRecord> ScanSnapshot(byte[] prefix, byte[] from)
    {
        using IStoreSnapshot snapshot = Snapshot();
        foreach (StoreRecord record in snapshot.Scan(prefix, from))
        {
            yield return record;
        }
    }

    /// <summary>The views that are known.</summary>
    /// <param name="Current">Of the last batch that was written.</param>
    /// <param name="Next">Of the batch that is being written.</param>
    private sealed record Known(JournalView Current, JournalView? Next);
}
