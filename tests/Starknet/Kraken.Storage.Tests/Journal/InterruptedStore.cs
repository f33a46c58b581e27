using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Kraken.Storage.Tests.Journal;

/// <summary>A store in memory in which something else happens just before a first record is looked for, once.</summary>
internal sealed class InterruptedStore : IKeyValueStore
{
    private readonly MemoryStore inner = new();

    public Action? BeforeFirst { get; set; }

    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out byte[]? value) => inner.TryGet(key, out value);

    public bool TryFirst(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from, out StoreRecord record)
    {
        Action? before = BeforeFirst;
        BeforeFirst = null;
        before?.Invoke();
        IStoreReader reader = inner;
        return reader.TryFirst(prefix, from, out record);
    }

    public IEnumerable<StoreRecord> Scan(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from = default) => inner.Scan(prefix, from);

    public IStoreSnapshot Snapshot() => inner.Snapshot();

    public void Write(Func<IStoreReader, WriteBatch> make) => inner.Write(make);

    public void Dispose() => inner.Dispose();
}
