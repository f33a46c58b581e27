using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Kraken.Cli.Files;
using Kraken.Proofs;

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

        return 0;
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
