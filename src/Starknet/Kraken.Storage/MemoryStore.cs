using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace Kraken.Storage;

/// <summary>A store in memory, gone with the process. Snapshots cost nothing: the records are a persistent tree.</summary>
public sealed class MemoryStore : IKeyValueStore
{
    private readonly Lock writing = new();
    private bool isMaking;
    private volatile ImmutableSortedSet<StoreRecord> records = ImmutableSortedSet.Create<StoreRecord>(RecordOrder.Instance);

    /// <inheritdoc/>
    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out byte[]? value) => TryGet(records, key, out value);

    /// <inheritdoc/>
    public IEnumerable<StoreRecord> Scan(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from = default) =>
        Scan(records, prefix.ToArray(), from.ToArray());

    /// <inheritdoc/>
    public IStoreSnapshot Snapshot() => new MemorySnapshot(records);

    /// <inheritdoc/>
    public void Write(Func<IStoreReader, WriteBatch> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        lock (writing)
        {
            if (isMaking)
            {
                throw new StoreException("a batch is written while another is made");
            }

            isMaking = true;
            try
            {
                using IStoreSnapshot before = Snapshot();
                Apply(make(before));
            }
            finally
            {
                isMaking = false;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Apply(WriteBatch batch)
    {
        ImmutableSortedSet<StoreRecord>.Builder builder = records.ToBuilder();
        foreach (StoreChange change in batch.Changes)
        {
            builder.Remove(new(change.Key, []));
            if (change.Value is not null)
            {
                builder.Add(new(change.Key, change.Value));
            }
        }

        records = builder.ToImmutable();
    }

    private static bool TryGet(ImmutableSortedSet<StoreRecord> records, ReadOnlySpan<byte> key, [NotNullWhen(true)] out byte[]? value)
    {
        bool found = records.TryGetValue(new(key.ToArray(), []), out StoreRecord record);
        value = found ? record.Value : null;
        return found;
    }

    private static IEnumerable<StoreRecord> Scan(ImmutableSortedSet<StoreRecord> records, byte[] prefix, byte[] from)
    {
        byte[] first = from.AsSpan().SequenceCompareTo(prefix) > 0 ? from : prefix;
        int index = records.IndexOf(new(first, []));
        for (index = index < 0 ? ~index : index; index < records.Count; index++)
        {
            StoreRecord record = records[index];
            if (!record.Key.AsSpan().StartsWith(prefix))
            {
                yield break;
            }

            yield return record;
        }
    }

    private sealed class MemorySnapshot(ImmutableSortedSet<StoreRecord> records) : IStoreSnapshot
    {
        private volatile ImmutableSortedSet<StoreRecord>? records = records;

        private ImmutableSortedSet<StoreRecord> Records => records ?? throw new ObjectDisposedException(nameof(IStoreSnapshot));

        public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out byte[]? value) => MemoryStore.TryGet(Records, key, out value);

        public IEnumerable<StoreRecord> Scan(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> from = default) =>
            MemoryStore.Scan(Records, prefix.ToArray(), from.ToArray());

        public void Dispose() => records = null;
    }

    private sealed class RecordOrder : IComparer<StoreRecord>
    {
        public static RecordOrder Instance { get; } = new();

        public int Compare(StoreRecord x, StoreRecord y) => x.Key.AsSpan().SequenceCompareTo(y.Key);
    }
}
