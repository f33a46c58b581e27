using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Kraken.Storage.Tests.Journal;

/// <summary>A store in memory of which batches fail, after they were made, when it is told so.</summary>
internal sealed class FailingStore : IKeyValueStore
{
    private readonly MemoryStore inner = new();

    public bool Fails { get; set; }

    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out byte[]? value) => inner.TryGet(key, out value);

    public IEnumerable<StoreRecord> Scan(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from = default) => inner.Scan(prefix, from);

    public IStoreSnapshot Snapshot() => inner.Snapshot();

    public void Write(Func<IStoreReader, WriteBatch> make) => inner.Write(before =>
    {
        WriteBatch batch = make(before);
        return Fails ? throw new StoreException("the disk is full") : batch;
    });

    public void Dispose() => inner.Dispose();
}
