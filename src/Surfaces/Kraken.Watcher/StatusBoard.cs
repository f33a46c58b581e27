using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Kraken.BlockProof.Runs;
using Kraken.Proofs;
using Kraken.Proofs.Ranges;
using Kraken.Watcher.Following;
using Kraken.Watcher.Queue;
using Microsoft.Extensions.Logging;

namespace Kraken.Watcher;

/// <summary>Keeps the watcher's status where others read it. Safe for several threads.</summary>
internal sealed class StatusBoard(WatcherStatusFile file, ProofQueue queue, DifferingBlocks differing, TimeProvider clock, ILogger logger)
{
    private readonly SortedDictionary<string, string> problems = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private ulong? followed;
    private bool writable = true;
    private RangeStatus? ranges;

    /// <summary>A block's work is done or queued.</summary>
    public void Followed(ulong number)
    {
        lock (gate)
        {
            followed = number;
            problems.Remove(WatcherProblem.Following);
        }

        Write();
    }

    /// <summary>Tells how the proofs of blocks stand.</summary>
    public void Ranges(RangeStatus status)
    {
        lock (gate)
        {
            // A watcher without new blocks looks for some all the time.
            if (ranges == status)
            {
                return;
            }

            ranges = status;
        }

        Write();
    }

    /// <summary>Notes what keeps a part of the watcher from its work; null for nothing.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Report(string part, string? problem)
    {
        lock (gate)
        {
            if (problems.GetValueOrDefault(part) == problem)
            {
                return false;
            }

            if (problem is null)
            {
                problems.Remove(part);
            }
            else
            {
                problems[part] = problem;
            }
        }

        Write();
        return true;
    }

    /// <summary>Writes the status; a disk that takes none does not end the work.</summary>
    public void Write()
    {
        lock (gate)
        {
            try
            {
                file.Write(Current());
                writable = true;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                if (writable)
                {
                    logger.LogWarning("the status cannot be written: {Reason}", exception.Message);
                }

                writable = false;
            }
        }
    }

    private WatcherStatus Current() => new()
    {
        FollowedBlock = followed,
        Waiting = queue.Count,
        MaxSteps = InvokeRun.DefaultMaxSteps,
        Problem = problems.Count == 0 ? null : string.Join("; ", problems.Select(problem => $"{problem.Key}: {problem.Value}")),
        FailedCount = queue.Failed.Count,
        Failed = [.. queue.Failed.Latest(WatcherStatus.MaxListed)],
        Retrying = [.. queue.Retrying(WatcherStatus.MaxListed)],
        DifferingCount = differing.Count,
        Differing = [.. differing.Latest(WatcherStatus.MaxListed)],
        Ranges = ranges,
        WrittenAt = clock.GetUtcNow(),
    };
}
