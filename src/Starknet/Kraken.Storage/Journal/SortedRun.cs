using System;

namespace Kraken.Storage.Journal;

/// <summary>Changes by ascending key, each key once. Does not change.</summary>
internal sealed class SortedRun
{
    private readonly StoreChange[] changes;

    /// <param name="changes">By ascending key, each key once; the run takes the array over.</param>
    internal SortedRun(StoreChange[] changes)
    {
        this.changes = changes;
        foreach (StoreChange change in changes)
        {
            Bytes += SizeOf(change);
        }
    }

    internal int Count => changes.Length;

    /// <summary>The bytes of keys and values.</summary>
    internal long Bytes { get; }

    internal StoreChange this[int index] => changes[index];

    internal static int SizeOf(in StoreChange change) => change.Key.Length + (change.Value?.Length ?? 0);

    /// <summary>One run of two; where both change a key the newer one holds.</summary>
    internal static SortedRun Merge(SortedRun newer, SortedRun older)
    {
        StoreChange[] merged = new StoreChange[newer.Count + older.Count];
        int count = 0;
        int i = 0;
        int j = 0;
        while (i < newer.Count && j < older.Count)
        {
            int order = newer.changes[i].Key.AsSpan().SequenceCompareTo(older.changes[j].Key);
            merged[count++] = order <= 0 ? newer.changes[i] : older.changes[j];
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        ReadOnlySpan<StoreChange> rest = i < newer.Count ? newer.changes.AsSpan(i) : older.changes.AsSpan(j);
        rest.CopyTo(merged.AsSpan(count));
        Array.Resize(ref merged, count + rest.Length);
        return new SortedRun(merged);
    }

    /// <summary>The first change at or after a key; the number of changes when there is none.</summary>
    internal int From(ReadOnlySpan<byte> key)
    {
        int start = 0;
        int end = changes.Length;
        while (start < end)
        {
            int middle = (start + end) >>> 1;
            if (changes[middle].Key.AsSpan().SequenceCompareTo(key) < 0)
            {
                start = middle + 1;
            }
            else
            {
                end = middle;
            }
        }

        return start;
    }

    internal bool TryFind(ReadOnlySpan<byte> key, out StoreChange change)
    {
        int index = From(key);
        bool found = index < changes.Length && changes[index].Key.AsSpan().SequenceEqual(key);
        change = found ? changes[index] : default;
        return found;
    }
}
