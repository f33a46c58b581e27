using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace Kraken.Caching;

/// <summary>
/// Keeps what was used lately, within a bound of entries and one of bytes: the entry that was not used for longest makes room. An entry
/// larger than the whole bound is not kept. Safe for several threads.
/// </summary>
/// <remarks>
/// The order of use and the bytes are exact, which takes a lock around each look. <see cref="RecentResults{TKey, TValue}"/> is not this
/// with other numbers: it knows neither, so that the threads that execute transactions never wait for each other in the midst of a hash.
/// </remarks>
/// <typeparam name="TKey">What entries are found by.</typeparam>
/// <typeparam name="TValue">What is kept.</typeparam>
public sealed class BoundedCache<TKey, TValue>
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> byUse = [];
    private readonly int maxCount;
    private readonly long maxBytes;
    private readonly Func<TValue, long> sizeOf;
    private long bytes;

    /// <summary>An empty cache.</summary>
    /// <param name="maxCount">The most entries, at least 1.</param>
    /// <param name="maxBytes">The most bytes of all entries, as <paramref name="sizeOf"/> measures them.</param>
    /// <param name="sizeOf">The bytes of a value; it must answer the same each time.</param>
    public BoundedCache(int maxCount, long maxBytes, Func<TValue, long> sizeOf)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCount, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        this.maxCount = maxCount;
        this.maxBytes = maxBytes;
        this.sizeOf = sizeOf;
    }

    /// <summary>A cache of entries of one size, bounded by their number alone.</summary>
    public BoundedCache(int maxCount)
        : this(maxCount, 0, static _ => 0)
    {
    }

    /// <summary>The number of entries.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return entries.Count;
            }
        }
    }

    /// <summary>The bytes of all entries.</summary>
    public long Bytes
    {
        get
        {
            lock (gate)
            {
                return bytes;
            }
        }
    }

    /// <summary>Finds an entry, which counts as used.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(key, out LinkedListNode<Entry>? node))
            {
                value = default;
                return false;
            }

            if (node.Next is not null)
            {
                byUse.Remove(node);
                byUse.AddLast(node);
            }

            value = node.Value.Value;
            return true;
        }
    }

    /// <summary>Sets an entry, in place of one with the same key.</summary>
    public void Set(TKey key, TValue value)
    {
        long size = sizeOf(value);
        lock (gate)
        {
            if (entries.TryGetValue(key, out LinkedListNode<Entry>? node))
            {
                Drop(node);
            }

            if (size > maxBytes)
            {
                return;
            }

            while (entries.Count == maxCount || bytes > maxBytes - size)
            {
                Drop(byUse.First!);
            }

            bytes += size;
            entries.Add(key, byUse.AddLast(new Entry(key, value, size)));
        }
    }

    /// <summary>Removes all entries.</summary>
    public void Clear()
    {
        lock (gate)
        {
            entries.Clear();
            byUse.Clear();
            bytes = 0;
        }
    }

    private void Drop(LinkedListNode<Entry> node)
    {
        byUse.Remove(node);
        entries.Remove(node.Value.Key);
        bytes -= node.Value.Size;
    }

    private readonly record struct Entry(TKey Key, TValue Value, long Size);
}
