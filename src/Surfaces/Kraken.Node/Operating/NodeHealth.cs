using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;
using Kraken.Consensus.Engine.Machine;
using Kraken.Rpc.Health;

namespace Kraken.Node.Operating;

/// <summary>What of a validator is not well: its consensus, its disk, its engines, its threads, its peers.</summary>
/// <param name="parts">The running node.</param>
internal sealed class NodeHealth(NodeParts parts)
{
    // A block and its log are some MiB; below this an operator has hours at most.
    private const long LittleDisk = 1L << 30;
    private const double Quorum = 2.0 / 3;

    private string? ended;

    /// <summary>A part without which the node ends has ended.</summary>
    /// <param name="why">Which and why; for people, without what a stranger must not see.</param>
    public void End(string why) => Interlocked.CompareExchange(ref ended, why, null);

    /// <summary>How it is now.</summary>
    public HealthReport Report() => new(Problems());

    private IEnumerable<HealthProblem> Problems()
    {
        EngineStatus consensus = parts.Engine.Status;
        if (Volatile.Read(ref ended) is { } why)
        {
            yield return new HealthProblem(HealthGrade.Failure, "node", why);
        }

        if (consensus.Halted is { } halted)
        {
            yield return new HealthProblem(HealthGrade.Failure, "consensus", $"halted: {halted}");
        }

        if (parts.Engine.DiskTrouble is { } trouble)
        {
            yield return new HealthProblem(HealthGrade.Failure, "disk", trouble);
        }

        if (consensus.Abstains is { } reason)
        {
            yield return new HealthProblem(HealthGrade.Note, "consensus", $"says nothing at height {consensus.Height}: {reason}");
        }

        if (parts.ConnectedWeight is <= Quorum and var weight)
        {
            yield return new HealthProblem(HealthGrade.Note, "peers", string.Create(
                CultureInfo.InvariantCulture,
                $"expected more than two thirds of the weight to be connected, got {weight:P0}: no block can be decided with these"));
        }

        foreach (string wrong in parts.L1 is { } l1 ? L1Health.Problems(l1) : [])
        {
            yield return new HealthProblem(HealthGrade.Note, "l1", wrong);
        }

        if (Free() is < LittleDisk and var free)
        {
            yield return new HealthProblem(HealthGrade.Note, "disk", string.Create(
                CultureInfo.InvariantCulture, $"expected {LittleDisk >> 20} MiB of free disk at least, got {free >> 20} MiB"));
        }
    }

    private long Free()
    {
        try
        {
            return new DriveInfo(parts.Folder).AvailableFreeSpace;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Some file systems do not say.
            return long.MaxValue;
        }
    }
}
