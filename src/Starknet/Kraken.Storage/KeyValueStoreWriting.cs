using System;

namespace Kraken.Storage;

/// <summary>Writing what does not depend on what a store holds.</summary>
public static class KeyValueStoreWriting
{
    /// <summary>Applies a batch as <see cref="IKeyValueStore.Write"/> does.</summary>
    /// <exception cref="StoreException">The batch could not be written.</exception>
    public static void Write(this IKeyValueStore store, WriteBatch batch)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(batch);
        store.Write(_ => batch);
    }
}
