using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Kraken.Storage.Journal;

/// <summary>Reads of one moment: a snapshot of the store below, or what a batch is made from, and the view that belongs to it.</summary>
/// <param name="below">The snapshot of the store below, to be disposed with this; null where another disposes it.</param>
internal sealed class JournaledSnapshot(JournalReading reading, IStoreSnapshot? below) : IStoreSnapshot
{
    private volatile bool disposed;

    private JournalReading Reading => !disposed ? reading : throw new ObjectDisposedException(nameof(IStoreSnapshot));

    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out byte[]? value) => Reading.TryGet(key, out value);

    public bool TryFirst(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from, out StoreRecord record) =>
        Reading.TryFirst(prefix, from, out record);

    public IEnumerable<StoreRecord> Scan(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from = default) =>
        Reading.Scan(prefix.ToArray(), from.ToArray());

    public void Dispose()
    {
        disposed = true;
        below?.Dispose();
    }
}
