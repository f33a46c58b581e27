using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;

namespace Kraken.Storage.Tests.Journal;

/// <summary>A store in memory that counts the changes that are written.</summary>
internal sealed class CountingStore : IKeyValueStore
{
    private readonly MemoryStore inner = new();
    private readonly int[] written = new int[byte.MaxValue + 1];

    /// <summary>The changes of a table.</summary>
    public int Written(byte table) => written[table];

    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out byte[]? value) => inner.TryGet(key, out value);

    public IEnumerable<StoreRecord> Scan(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from = default) => inner.Scan(prefix, from);

    public IStoreSnapshot Snapshot() => inner.Snapshot();

    public void Write(Func<IStoreReader, WriteBatch> make) => inner.Write(before =>
    {
        WriteBatch batch = make(before);
        batch.Changes.ToList().ForEach(change => written[change.Key[0]]++);
        return batch;
    });

    public void Dispose() => inner.Dispose();
}
