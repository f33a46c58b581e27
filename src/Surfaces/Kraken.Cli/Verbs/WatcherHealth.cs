using System;
using System.IO;
using Kraken.Proofs;
using Kraken.Rpc.Health;

namespace Kraken.Cli.Verbs;

/// <summary>How a watcher is, by the status that it writes.</summary>
/// <param name="file">The status.</param>
/// <param name="clock">The time.</param>
internal sealed class WatcherHealth(WatcherStatusFile file, TimeProvider clock)
{
    // The node and the store may be away for a while; then somebody should look.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly DateTimeOffset started = clock.GetUtcNow();

    /// <summary>How it is now.</summary>
    public HealthReport Report()
    {
        WatcherStatus? status;
        try
        {
            status = file.Read();
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return new HealthReport(new HealthProblem(HealthGrade.Failure, "status", "the watcher's status cannot be read"));
        }

        if (status is null || status.WrittenAt < started)
        {
            HealthGrade grade = clock.GetUtcNow() - started > Patience ? HealthGrade.Failure : HealthGrade.Unready;
            return new HealthReport(new HealthProblem(grade, "status", "the watcher has not looked at the node yet"));
        }

        return status.Ranges.Problem is { } problem
            ? new HealthReport(new HealthProblem(
                clock.GetUtcNow() - status.WrittenAt > Patience ? HealthGrade.Failure : HealthGrade.Unready, "proving", problem))
            : new HealthReport();
    }
}
