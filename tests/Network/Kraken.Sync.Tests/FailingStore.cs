using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Kraken.Storage;

namespace Kraken.Sync.Tests;

/// <summary>A store in memory that refuses a write, as a full disk does.</summary>
internal sealed class FailingStore : IKeyValueStore
{
    private readonly MemoryStore store = new();

    /// <summary>How many writes succeed before one fails.</summary>
    public int WritesLeft { get; set; }

    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out byte[]? value) => store.TryGet(key, out value);

    public IEnumerable<StoreRecord> Scan(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from = default) => store.Scan(prefix, from);

    public IStoreSnapshot Snapshot() => store.Snapshot();

    public void Write(Func<IStoreReader, WriteBatch> make)
    {
        if (WritesLeft-- <= 0)
        {
            throw new StoreException("the disk is full");
        }

        store.Write(make);
    }

    public void Dispose() => store.Dispose();
}
