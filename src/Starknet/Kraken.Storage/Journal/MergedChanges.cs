using System;
using System.Collections.Generic;

namespace Kraken.Storage.Journal;

/// <summary>Several runs as one.</summary>
internal static class MergedChanges
{
    /// <summary>The changes by ascending key; of those of one key the one of the first run that has it.</summary>
    /// <param name="first">The first key that is wanted.</param>
    /// <param name="end">The first key beyond; null for none.</param>
    internal static IEnumerable<StoreChange> Of(IReadOnlyList<SortedRun> runs, byte[] first, byte[]? end)
    {
        // Few runs: to look at each costs less than a queue.
        int[] next = new int[runs.Count];
        for (int run = 0; run < next.Length; run++)
        {
            next[run] = runs[run].From(first);
        }

        while (Least(runs, next) is { Key: not null } least && (end is null || least.Key.AsSpan().SequenceCompareTo(end) < 0))
        {
            yield return least;
        }
    }

    private static StoreChange Least(IReadOnlyList<SortedRun> runs, int[] next)
    {
        StoreChange least = default;
        for (int run = 0; run < next.Length; run++)
        {
            if (next[run] < runs[run].Count
                && (least.Key is null || runs[run][next[run]].Key.AsSpan().SequenceCompareTo(least.Key) < 0))
            {
                least = runs[run][next[run]];
            }
        }

        for (int run = 0; run < next.Length && least.Key is not null; run++)
        {
            if (next[run] < runs[run].Count && runs[run][next[run]].Key.AsSpan().SequenceEqual(least.Key))
            {
                next[run]++;
            }
        }

        return least;
    }
}
