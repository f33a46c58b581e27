using System.Collections.Generic;
using Kraken.Fields;

namespace Kraken.Mempool;

/// <summary>
/// All waiting transactions, by hash and in the order of arrival, with what they take: in all, and those that no block can hold now. Not
/// safe for several threads.
/// </summary>
internal sealed class PoolEntries
{
    private readonly Dictionary<Felt, PoolEntry> byHash = [];
    private readonly LinkedList<PoolEntry> arrivals = [];
    private readonly LinkedList<PoolEntry> blocked = [];

    public int Count => byHash.Count;

    /// <summary>The memory of all, in bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many no block can hold now: behind a nonce gap, or set aside.</summary>
    public int BlockedCount => blocked.Count;

    /// <summary>The memory of those, in bytes.</summary>
    public long BlockedBytes { get; private set; }

    /// <summary>How many offer a tip.</summary>
    public int TippedCount { get; private set; }

    /// <summary>How many the next block could hold.</summary>
    public int ExecutableCount { get; private set; }

    /// <summary>All of them, the first to arrive first.</summary>
    public IEnumerable<PoolEntry> InOrder => arrivals;

    /// <summary>The first to arrive; null when there is none.</summary>
    public PoolEntry? First => arrivals.First?.Value;

    /// <summary>The one that no block can hold for longest; null when there is none.</summary>
    public PoolEntry? LongestBlocked => blocked.First?.Value;

    public PoolEntry? Find(Felt hash) => byHash.GetValueOrDefault(hash);

    public void Add(PoolEntry entry)
    {
        byHash.Add(entry.Transaction.Hash, entry);
        entry.Place = arrivals.AddLast(entry);
        Bytes += entry.Bytes;
        TippedCount += entry.Transaction.Tip > 0 ? 1 : 0;
    }

    public void Remove(PoolEntry entry)
    {
        byHash.Remove(entry.Transaction.Hash);
        arrivals.Remove(entry.Place!);
        Bytes -= entry.Bytes;
        TippedCount -= entry.Transaction.Tip > 0 ? 1 : 0;
        Become(entry, WaitReason.Unknown);
    }

    /// <summary>Whether and why one cannot be executed has changed.</summary>
    public void Become(PoolEntry entry, WaitReason reason)
    {
        if (entry.Waits == reason)
        {
            return;
        }

        ExecutableCount += (reason == WaitReason.Block ? 1 : 0) - (entry.Waits == WaitReason.Block ? 1 : 0);
        if (entry.BlockedPlace is { } place)
        {
            blocked.Remove(place);
            BlockedBytes -= entry.Bytes;
            entry.BlockedPlace = null;
        }

        if (reason is WaitReason.Gap or WaitReason.SetAside)
        {
            entry.BlockedPlace = blocked.AddLast(entry);
            BlockedBytes += entry.Bytes;
        }

        entry.Waits = reason;
    }
}
