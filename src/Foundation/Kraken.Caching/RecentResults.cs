using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace Kraken.Caching;

/// <summary>
/// Results of a pure function that may be asked for again soon. A fixed number of places, four for each hash of an argument: what comes
/// fifth takes that of the first. Nobody waits for anybody. Safe for several threads; whoever gives arguments may only make others'
/// results go.
/// </summary>
/// <remarks>
/// For functions that take microseconds. What is loaded at a greater price, differs in size or has to go when told to is kept by a
/// <see cref="BoundedCache{TKey, TValue}"/>, exactly and under a lock.
/// </remarks>
/// <typeparam name="TKey">The argument.</typeparam>
/// <typeparam name="TValue">The result.</typeparam>
public sealed class RecentResults<TKey, TValue>
    where TKey : struct, IEquatable<TKey>
    where TValue : notnull
{
    // One place alone would be lost to one of every ten that come after it where a tenth of the places is in use; four are not.
    private const int PlacesOfHash = 4;

    private readonly Entry?[] entries;
    private readonly int width;

    /// <summary>No results.</summary>
    /// <param name="places">How many are kept at most, a power of two.</param>
    public RecentResults(int places)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(places, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(places & (places - 1), 0);
        entries = new Entry?[places];
        width = Math.Min(PlacesOfHash, places);
    }

    /// <summary>Finds the result of an argument.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        foreach (ref Entry? place in Places(key))
        {
            if (Volatile.Read(ref place) is { } entry && entry.Key.Equals(key))
            {
                value = entry.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Keeps the result of an argument for a while.</summary>
    public void Set(TKey key, TValue value)
    {
        // The newest stands first. Of two threads that move the same entries one may undo what the other did: a result is lost then or
        // stands twice, and none is ever another argument's.
        Entry? moved = new(key, value);
        foreach (ref Entry? place in Places(key))
        {
            Entry? held = Volatile.Read(ref place);
            Volatile.Write(ref place, moved);
            if (held is null || held.Key.Equals(key))
            {
                return;
            }

            moved = held;
        }
    }

    private Span<Entry?> Places(TKey key) => entries.AsSpan(key.GetHashCode() & (entries.Length - width), width);

    private sealed class Entry(TKey key, TValue value)
    {
        internal readonly TKey Key = key;
        internal readonly TValue Value = value;
    }
}
