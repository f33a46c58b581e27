using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Kraken.Dev.Chain;

/// <summary>The snapshots of a chain, at most <see cref="Most"/>, by numbers that are given once. Not safe for several threads.</summary>
internal sealed class Snapshots
{
    /// <summary>The most snapshots at a time.</summary>
    internal const int Most = 1024;

    private readonly SortedDictionary<ulong, Snapshot> kept = [];
    private ulong last;

    /// <summary>Keeps one.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="DevRefusalException">There are as many as may be.</exception>
    internal ulong Add(Snapshot snapshot)
    {
        if (kept.Count >= Most)
        {
            throw new DevRefusalException(string.Create(
                CultureInfo.InvariantCulture, $"expected at most {Most} snapshots, got one more: go back to one of them first"));
        }

        kept.Add(++last, snapshot);
        return last;
    }

    /// <summary>Takes a snapshot out, and all that were made after it; null when there is none of this number.</summary>
    internal Snapshot? Take(ulong number)
    {
        if (!kept.TryGetValue(number, out Snapshot? found))
        {
            return null;
        }

        foreach (ulong later in kept.Keys.Where(key => key >= number).ToArray())
        {
            kept.Remove(later);
        }

        return found;
    }

    /// <summary>Forgets those of blocks above one, which are gone.</summary>
    internal void DropAbove(ulong block)
    {
        foreach (ulong number in kept.Where(entry => entry.Value.Number > block).Select(entry => entry.Key).ToArray())
        {
            kept.Remove(number);
        }
    }
}
