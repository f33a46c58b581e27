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

    /// <summary>Forgets all changes, to use the batch again.</summary>
    public void Clear() => changes.Clear();

    private static byte[] Checked(byte[] key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Length != 0 ? key : throw new ArgumentException("a key has at least one byte", nameof(key));
    }
}
