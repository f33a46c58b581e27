namespace Kraken.Consensus.Simulation.Nodes;

/// <summary>How fast and how reliable a node's machine is; times in microseconds.</summary>
internal sealed record NodeProfile
{
    /// <summary>A machine without faults.</summary>
    public static NodeProfile Clean { get; } = new();

    public long MinSync { get; init; } = 300;

    public long MaxSync { get; init; } = 3_000;

    public long MinVerify { get; init; } = 50;

    public long MaxVerify { get; init; } = 1_500;

    /// <summary>The time of an execution: this, and as much again per ten transactions.</summary>
    public long Execute { get; init; } = 2_000;

    /// <summary>The longest time of a commit.</summary>
    public long Commit { get; init; } = 3_000;

    /// <summary>Chance that a build or check throws.</summary>
    public double ExecutionFailure { get; init; }

    /// <summary>Chance that a commit cannot be written.</summary>
    public double CommitFailure { get; init; }

    /// <summary>True when it does not see what others see of the world outside: it refuses each first proposal with transactions.</summary>
    public bool IsBlind { get; init; }

    /// <summary>How its disk fails.</summary>
    public Storage.DiskFaults Disk { get; init; } = Storage.DiskFaults.None;

    /// <summary>How far the node's clock is ahead of the world's time.</summary>
    public long ClockAhead { get; init; }

    /// <summary>How long the node's seconds are.</summary>
    public double ClockPace { get; init; } = 1;
}
