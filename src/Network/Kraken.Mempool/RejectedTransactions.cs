using System;
using System.Collections.Generic;
using System.Threading;
using Kraken.Fields;
using Kraken.Mempool.Metrics;

namespace Kraken.Mempool;

/// <summary>
/// Why transactions that were accepted left the pool other than by a block: kept for a while, so that whoever sent one is told. Bounded
/// in count and bytes, the oldest forgotten first. Safe for several threads.
/// </summary>
/// <param name="options">Limits.</param>
/// <param name="clock">The clock of the time to live.</param>
public sealed class RejectedTransactions(MempoolOptions options, TimeProvider clock)
{
    /// <summary>The longest reason that is kept, in characters.</summary>
    public const int MaxReason = 500;

    // Both indices and the objects of one entry.
    private const int EntryBytes = 250;

    private readonly Lock gate = new();
    private readonly Dictionary<Felt, LinkedListNode<Entry>> byHash = [];
    private readonly LinkedList<Entry> oldestFirst = [];
    private long bytes;

    /// <summary>
    /// Told of each transaction that is dropped, before anybody can find the reason; on the thread that drops it, which may hold the pool:
    /// it must not call the pool.
    /// </summary>
    public Action<Felt>? Dropping { get; set; }

    /// <summary>How many are remembered.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return byHash.Count;
            }
        }
    }

    /// <summary>Why a transaction was dropped; null when it was not, or long ago.</summary>
    public string? Find(Felt hash)
    {
        lock (gate)
        {
            Expire();
            return byHash.TryGetValue(hash, out LinkedListNode<Entry>? node) ? node.Value.Reason : null;
        }
    }

    /// <summary>Remembers why a transaction was dropped.</summary>
    /// <param name="reason">Why; what is longer than <see cref="MaxReason"/> is cut.</param>
    public void Add(Felt hash, string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        string kept = reason.Length <= MaxReason ? reason : reason[..MaxReason];
        PoolMeter.Drop();
        Dropping?.Invoke(hash);
        lock (gate)
        {
            Remove(hash);
            byHash.Add(hash, oldestFirst.AddLast(new Entry(hash, kept, clock.GetUtcNow())));
            bytes += BytesOf(kept);
            while (byHash.Count > options.MaxRejected || bytes > options.MaxRejectedBytes)
            {
                Remove(oldestFirst.First!.Value.Hash);
            }

            Expire();
        }
    }

    /// <summary>The transaction waits again, or is in a block.</summary>
    internal void Forget(Felt hash)
    {
        lock (gate)
        {
            Remove(hash);
        }
    }

    private static long BytesOf(string reason) => EntryBytes + (2L * reason.Length);

    private void Expire()
    {
        DateTimeOffset oldest = clock.GetUtcNow() - options.TimeToLive;
        while (oldestFirst.First is { } first && first.Value.Since < oldest)
        {
            Remove(first.Value.Hash);
        }
    }

    private void Remove(Felt hash)
    {
        if (byHash.Remove(hash, out LinkedListNode<Entry>? node))
        {
            bytes -= BytesOf(node.Value.Reason);
            oldestFirst.Remove(node);
        }
    }

    private sealed record Entry(Felt Hash, string Reason, DateTimeOffset Since);
}
