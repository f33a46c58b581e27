using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace Kraken.Caching;

/// <summary>
/// Results of a pure function that may be asked for again soon. A fixed number of places, one for each argument by its hash: what comes
/// later takes the place. Nobody waits for anybody. Safe for several threads; whoever gives arguments may only make others' results go.
/// </summary>
/// <typeparam name="TKey">The argument.</typeparam>
/// <typeparam name="TValue">The result.</typeparam>
public sealed class RecentResults<TKey, TValue>
    where TKey : struct, IEquatable<TKey>
    where TValue : notnull
{
    private readonly Entry?[] entries;

    /// <summary>No results.</summary>
    /// <param name="places">How many are kept at most, a power of two.</param>
    public RecentResults(int places)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(places, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(places & (places - 1), 0);
        entries = new Entry?[places];
    }

    /// <summary>Finds the result of an argument.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        Entry? entry = Volatile.Read(ref Place(key));
        bool isFound = entry is not null && entry.Key.Equals(key);
        value = isFound ? entry!.Value : default;
        return isFound;
    }

    /// <summary>Keeps the result of an argument for a while.</summary>
    public void Set(TKey key, TValue value) => Volatile.Write(ref Place(key), new Entry(key, value));

    private ref Entry? Place(TKey key) => ref entries[key.GetHashCode() & (entries.Length - 1)];

    private sealed class Entry(TKey key, TValue value)
    {
        internal readonly TKey Key = key;
        internal readonly TValue Value = value;
    }
}
