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
        Print("followed to", status.FollowedBlock is { } block ? $"block {block}" : "no block yet");
        Print("waiting", $"{status.Waiting} calls");
        Print("most steps", $"{status.MaxSteps} of a call that is proved");
        Print("problem", status.Problem ?? "none");
        Print("tried again", $"{status.Retrying.Length} calls");
        PrintCalls(status.Retrying);
        Print("not proved", $"{status.FailedCount} calls");
        PrintCalls(status.Failed);
        Print("differing", $"{status.DifferingCount} blocks");
        foreach (DifferingBlock differing in status.Differing.Take(MaxListed))
        {
            string first = differing.Mismatches.IsDefaultOrEmpty ? "" : differing.Mismatches[0];
            Console.WriteLine(ErrorLine.Of($"  block {differing.BlockNumber}: {first}"));
        }

        PrintRanges(status.Ranges);
        return 0;
    }

    private static void PrintRanges(RangeStatus? ranges)
    {
        if (ranges is null)
        {
            return;
        }

        Print("blocks", $"each proved or named up to {ranges.DoneBlock}");
        Print("proving", ranges.Proving is { } proving ? $"{proving}, attempt {ranges.Attempts}: {ranges.Phase}" : "no blocks now");
        Print("collecting", ranges.Collecting?.ToString() ?? "no blocks now");
        Print("obstacle", ranges.Problem ?? "none");
        Print("proved", $"{ranges.Proved.Length} ranges, the latest of this process");
        foreach (ProvedSpan span in ranges.Proved.Take(MaxListed))
        {
            string seconds = (span.ProveMilliseconds / 1000.0).ToString("F1", CultureInfo.InvariantCulture);
            string time = span.StoredAt.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
            Console.WriteLine(ErrorLine.Of(
                $"  {new BlockSpan(span.First, span.Last)}, {span.Transactions} transactions, {span.Steps} steps in {seconds} s,"
                + $" at {time}"));
        }

        Print("without", $"a proof are {ranges.UnprovedCount} blocks");
        foreach (UnprovedBlock block in ranges.Unproved.Take(MaxListed))
        {
            Console.WriteLine(ErrorLine.Of($"  block {block.Number}: {block.Text}"));
        }
    }

    private static void PrintCalls(IReadOnlyCollection<FailedCall> calls)
    {
        foreach (FailedCall call in calls.Take(MaxListed))
        {
            Console.WriteLine(ErrorLine.Of(
                $"  block {call.BlockNumber}, {call.Call} of {call.TransactionHash}, {call.Attempts} attempts: {call.Reason}"));
        }

        if (calls.Count > MaxListed)
        {
            Console.WriteLine($"  and {calls.Count - MaxListed} more");
        }
    }

    private static void Print(string name, string value) => Console.WriteLine(ErrorLine.Of($"{name,-12} {value}"));
}
