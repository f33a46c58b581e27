using System;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Threading;
using Kraken.Fields;
using Kraken.Storage;
using Kraken.Storage.Sqlite;

namespace Kraken.Dev.Forking;

/// <summary>
/// What a network said of its state after one block, which never changes: kept in a file of that block's name, or in memory, up to a bound.
/// Safe for several threads.
/// </summary>
internal sealed class ForkCache : IDisposable
{
    // No key of an entry begins with it.
    private static readonly byte[] SizeKey = [0];

    private readonly IKeyValueStore store;
    private readonly long maxBytes;
    private readonly Lock gate = new();
    private long bytes;

    /// <summary>Opens the cache of a block.</summary>
    /// <param name="folder">Where it lies; null for memory.</param>
    /// <param name="block">The block's hash.</param>
    /// <param name="maxBytes">The most bytes of all keys and values.</param>
    internal ForkCache(string? folder, in Felt block, long maxBytes)
    {
        this.maxBytes = maxBytes;
        store = folder is null
            ? new MemoryStore()
            : SqliteStore.Open(Path.Combine(Directory.CreateDirectory(folder).FullName, $"{block}.db"), SqliteDurability.ProcessEnd);
        bytes = store.TryGet(SizeKey, out byte[]? stored) && stored.Length == sizeof(long)
            ? BinaryPrimitives.ReadInt64BigEndian(stored)
            : 0;
    }

    /// <summary>How many bytes are kept.</summary>
    internal long Bytes => Volatile.Read(ref bytes);

    /// <inheritdoc/>
    public void Dispose() => store.Dispose();

    /// <summary>Finds an entry.</summary>
    internal bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out byte[]? value) => store.TryGet(key, out value);

    /// <summary>Keeps an entry, where there is room for it.</summary>
    internal void Set(byte[] key, byte[] value)
    {
        lock (gate)
        {
            long size = key.Length + value.Length;
            if (size > maxBytes - bytes || store.TryGet(key, out _))
            {
                return;
            }

            byte[] total = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64BigEndian(total, bytes + size);
            WriteBatch batch = new();
            batch.Put(key, value);
            batch.Put(SizeKey, total);
            store.Write(batch);
            Volatile.Write(ref bytes, bytes + size);
        }
    }
}
