using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;

namespace Kraken.Storage.Journal;

/// <summary>Reads of a store through a view of its journal, which hides what it changes and the journal's own rows.</summary>
/// <param name="Store">The store below.</param>
/// <param name="Tables">The journal's tables.</param>
internal readonly record struct JournalReading(IStoreReader Store, JournalTables Tables, JournalView View)
{
    internal bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out byte[]? value)
    {
        if (Tables.AreScattered(key) && View.TryFind(key, out StoreChange change))
        {
            value = change.Value;
            return value is not null;
        }

        value = null;
        return !Tables.IsOwn(key) && Store.TryGet(key, out value);
    }

    internal bool TryFirst(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from, out StoreRecord record)
    {
        if (Tables.AreScattered(prefix))
        {
            return TryFirstScattered(prefix, from, out record);
        }

        if (!prefix.IsEmpty && !Tables.IsOwn(prefix))
        {
            return Store.TryFirst(prefix, from, out record);
        }

        record = Scan(prefix.ToArray(), from.ToArray()).FirstOrDefault();
        return record.Key is not null;
    }

    internal IEnumerable<StoreRecord> Scan(byte[] prefix, byte[] from)
    {
        // A prefix that is not empty is of one table.
        if (prefix.Length > 0 && !Tables.AreScattered(prefix))
        {
            return Tables.IsOwn(prefix) ? [] : Store.Scan(prefix, from);
        }

        byte[] first = from.AsSpan().SequenceCompareTo(prefix) > 0 ? from : prefix;
        return Merged(View.Changes(first, KeyPrefix.End(prefix)), Store.Scan(prefix, from), Tables);
    }

    private bool TryFirstScattered(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from, out StoreRecord record)
    {
        byte[]? end = KeyPrefix.End(prefix);
        byte[] start = (from.SequenceCompareTo(prefix) > 0 ? from : prefix).ToArray();
        while (true)
        {
            bool isBelow = Store.TryFirst(prefix, start, out record);
            StoreChange change = View.Changes(start, end).FirstOrDefault();
            if (change.Key is null || (isBelow && record.Key.AsSpan().SequenceCompareTo(change.Key) < 0))
            {
                return isBelow;
            }

            if (change.Value is { } value)
            {
                record = new(change.Key, value);
                return true;
            }

            // The least key after one that was deleted.
            start = [.. change.Key, 0];
        }
    }

    private static IEnumerable<StoreRecord> Merged(IEnumerable<StoreChange> journal, IEnumerable<StoreRecord> store, JournalTables tables)
    {
        using IEnumerator<StoreChange> changes = journal.GetEnumerator();
        using IEnumerator<StoreRecord> records = store.GetEnumerator();
        bool hasChange = changes.MoveNext();
        bool hasRecord = Next(records, tables);
        while (hasChange || hasRecord)
        {
            int order = !hasRecord ? -1
                : !hasChange ? 1
                : changes.Current.Key.AsSpan().SequenceCompareTo(records.Current.Key);
            StoreRecord? found = order > 0 ? records.Current
                : changes.Current.Value is { } value ? new StoreRecord(changes.Current.Key, value)
                : null;
            if (found is { } record)
            {
                yield return record;
            }

            hasChange = order <= 0 ? changes.MoveNext() : hasChange;
            hasRecord = order >= 0 ? Next(records, tables) : hasRecord;
        }
    }

    private static bool Next(IEnumerator<StoreRecord> records, JournalTables tables)
    {
        while (records.MoveNext())
        {
            if (!tables.IsOwn(records.Current.Key))
            {
                return true;
            }
        }

        return false;
    }
}
