using System;
using System.Collections.Generic;

namespace Kraken.Storage;

/// <summary>Changes to be applied together. Of several changes of one key the last one holds. Not safe for several threads.</summary>
public sealed class WriteBatch
{
    private readonly List<StoreChange> changes = [];

    /// <summary>The number of changes.</summary>
    public int Count => changes.Count;

    /// <summary>The changes in the order they were made.</summary>
    public IReadOnlyList<StoreChange> Changes => changes;

    /// <summary>
    /// The changes that hold, by ascending key: of several changes of one key the last one. What they lead to is what all changes lead
    /// to in their order; a tree on disk finds neighbours on one page.
    /// </summary>
    public IReadOnlyList<StoreChange> ByKey()
    {
        StoreChange[] sorted = [.. changes];
        int[] order = new int[sorted.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        // By key, then in the order they were made.
        Array.Sort(order, (left, right) =>
            sorted[left].Key.AsSpan().SequenceCompareTo(sorted[right].Key) is var byKey && byKey != 0 ? byKey : left.CompareTo(right));
        List<StoreChange> holding = new(order.Length);
        for (int i = 0; i < order.Length; i++)
        {
            StoreChange change = sorted[order[i]];
            if (i + 1 == order.Length || !change.Key.AsSpan().SequenceEqual(sorted[order[i + 1]].Key))
            {
                holding.Add(change);
            }
        }

        return holding;
    }

    /// <summary>Sets a key, of at least one byte, to a value. The batch takes the arrays over: do not change them afterwards.</summary>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    public void Put(byte[] key, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        changes.Add(new(Checked(key), value));
    }

    /// <summary>Removes a key if it is there. The batch takes the array over.</summary>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    public void Delete(byte[] key) => changes.Add(new(Checked(key), null));

    /// <summary>Adds a change of another batch.</summary>
    internal void Add(in StoreChange change) => changes.Add(change);

    /// <summary>Forgets all changes, to use the batch again.</summary>
    public void Clear() => changes.Clear();

    private static byte[] Checked(byte[] key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Length != 0 ? key : throw new ArgumentException("a key has at least one byte", nameof(key));
    }
}
