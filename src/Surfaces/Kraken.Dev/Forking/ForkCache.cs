using System;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using Kraken.Starknet.Blocks;
using Kraken.Storage;
using Kraken.Storage.Sqlite;

namespace Kraken.Dev.Forking;

/// <summary>
/// What a network said of its state after one block, which never changes: kept in a file that is named after the block, or in memory, up to
/// a bound. Safe for several threads.
/// </summary>
internal sealed class ForkCache : IDisposable
{
    private const int NameBytes = 16;

    // No key of an entry begins with it.
    private static readonly byte[] SizeKey = [0];

    private readonly IKeyValueStore store;
    private readonly long maxBytes;
    private readonly Lock gate = new();
    private long bytes;

    /// <summary>Opens a cache.</summary>
    /// <param name="path">Its file; null for memory.</param>
    /// <param name="maxBytes">The most bytes of all keys and values.</param>
    internal ForkCache(string? path, long maxBytes)
    {
        this.maxBytes = maxBytes;
        store = path is null ? new MemoryStore() : SqliteStore.Open(path, SqliteDurability.ProcessEnd);
        bytes = store.TryGet(SizeKey, out byte[]? stored) && stored.Length == sizeof(long)
            ? BinaryPrimitives.ReadInt64BigEndian(stored)
            : 0;
    }

    /// <summary>
    /// Opens the cache of a network's block. What was proven under the block's state root serves every network that has the block; what a
    /// network said without a proof serves that network alone: else one that lies would be believed in another's name the next time.
    /// </summary>
    internal static ForkCache Open(ForkOptions options, BlockHeader header, bool isProven)
    {
        if (options.CacheFolder is not { } folder)
        {
            return new ForkCache(null, options.Limits.MaxCacheBytes);
        }

        string source = $"{header.StateRoot} {(isProven ? "proven" : options.Network.AbsoluteUri)}";
        string said = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)).AsSpan(0, NameBytes));
        string path = Path.Combine(Directory.CreateDirectory(folder).FullName, $"{header.Hash}-{said}.db");
        return new ForkCache(path, options.Limits.MaxCacheBytes);
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
