using System;

namespace Kraken.Storage;

/// <summary>
/// A key-value store with atomic batches for one writer and many readers. Reads on the store itself see the latest batch, each read
/// on its own; use a snapshot for reads that belong together.
/// </summary>
public interface IKeyValueStore : IStoreReader, IDisposable
{
    /// <summary>
    /// Makes a batch from what the store holds, and applies it as a whole, in its order; nobody writes in between. When this returns the
    /// batch is as durable as the store's description says and later reads and snapshots see it; when it throws nothing of it is visible.
    /// Concurrent writers wait for each other.
    /// </summary>
    /// <param name="make">
    /// Gives the batch. It is given the records before the batch, to be read until it returns; what it throws comes out, and nothing is
    /// written. It writes nothing itself.
    /// </param>
    /// <exception cref="StoreException">The store could not be read, or the batch not be written, or its maker writes.</exception>
    void Write(Func<IStoreReader, WriteBatch> make);

    /// <summary>Fixes the records as they are now. Hold snapshots briefly: they keep old records alive.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    IStoreSnapshot Snapshot();
}
