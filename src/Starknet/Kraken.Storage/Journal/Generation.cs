using System;
using System.Collections.Immutable;
using System.Linq;

namespace Kraken.Storage.Journal;

/// <summary>The changes of some batches that follow each other. Does not change; a batch makes the next one.</summary>
/// <param name="Runs">
/// The changes, those of later batches first. Runs are put together when a later one is more than half of the one before, so that n
/// batches are log n runs and a change is copied log n times.
/// </param>
/// <param name="Rows">The rows in which the batches are written.</param>
/// <param name="Bytes">The bytes that the batches added.</param>
/// <param name="Batches">How many batches there are.</param>
internal sealed record Generation(ImmutableArray<SortedRun> Runs, ImmutableArray<RowRange> Rows, long Bytes, int Batches)
{
    internal static Generation Empty { get; } = new([], [], 0, 0);

    internal bool IsEmpty => Batches == 0;

    /// <summary>The generation after one more batch.</summary>
    internal Generation With(SortedRun run, RowRange rows)
    {
        SortedRun newest = run;
        int merged = 0;
        while (merged < Runs.Length && Runs[merged].Count < 2 * newest.Count)
        {
            newest = SortedRun.Merge(newest, Runs[merged++]);
        }

        return new([newest, .. Runs.Skip(merged)], [.. Rows, rows], Bytes + run.Bytes, Batches + 1);
    }

    /// <summary>The last change of a key.</summary>
    internal bool TryFind(ReadOnlySpan<byte> key, out StoreChange change)
    {
        foreach (SortedRun run in Runs)
        {
            if (run.TryFind(key, out change))
            {
                return true;
            }
        }

        change = default;
        return false;
    }
}
