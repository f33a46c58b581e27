using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Kraken.Cli.Files;
using Kraken.Proofs;
using Kraken.Proofs.Ranges;

namespace Kraken.Cli.Verbs;

/// <summary>Prints a watcher's status for people.</summary>
internal static class WatcherReport
{
    private const int MaxListed = 20;

    /// <summary>Prints; 0 when there is a status.</summary>
    public static int Print(WatcherStatusFile file)
    {
        WatcherStatus? status;
        try
        {
            status = file.Read();
        }
        catch (InvalidDataException exception)
        {
            ErrorLine.Write(exception.Message);
            return 1;
        }

        if (status is null)
        {
            ErrorLine.Write("no watcher has written its status beside this proof store");
            return 1;
        }

        Print("written", status.WrittenAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
        PrintRanges(status.Ranges);
        return 0;
    }

    private static void PrintRanges(RangeStatus ranges)
    {
        Print("decided", ranges.DecidedBlock is { } decided ? $"block {decided}, the latest seen" : "no block seen yet");
        Print("done", $"each block proved or named up to {ranges.DoneBlock}");
        Print("proving", ranges.Proving is { } proving ? $"{proving}, attempt {ranges.Attempts}: {ranges.Phase}" : "no blocks now");
        Print("collecting", ranges.Collecting?.ToString() ?? "no blocks now");
        Print("problem", ranges.Problem ?? "none");
        Print("proved", $"{ranges.Proved.Length} ranges, the latest of this process");
        PrintList(ranges.Proved, Line);
        Print("tried again", $"{ranges.Retrying.Length} ranges");
        PrintList(ranges.Retrying, Line);
        Print("differing", $"{ranges.DifferingCount} blocks");
        PrintList(ranges.Differing, block => $"block {block.Number}: {block.Text}");
        Print("without", $"a proof are {ranges.UnprovedCount} blocks");
        PrintList(ranges.Unproved, block => $"block {block.Number}: {block.Text}");
    }

    private static string Line(ProvedSpan span) => string.Create(
        CultureInfo.InvariantCulture,
        $"{new BlockSpan(span.First, span.Last)}, {span.Transactions} transactions, {span.Steps} steps in {span.ProveMilliseconds / 1000.0:F1} s,"
        + $" at {span.StoredAt:HH:mm:ss}");

    private static string Line(FailedSpan failed) => string.Create(
        CultureInfo.InvariantCulture,
        $"{new BlockSpan(failed.First, failed.Last)}, {failed.Attempts} attempts, the next at {failed.NextAt:HH:mm:ss}: {failed.Reason}");

    private static void PrintList<T>(IReadOnlyCollection<T> entries, Func<T, string> line)
    {
        foreach (T entry in entries.Take(MaxListed))
        {
            Console.WriteLine(ErrorLine.Of($"  {line(entry)}"));
        }

        if (entries.Count > MaxListed)
        {
            Console.WriteLine($"  and {entries.Count - MaxListed} more");
        }
    }

    private static void Print(string name, string value) => Console.WriteLine(ErrorLine.Of($"{name,-12} {value}"));
}
