using System;

namespace Kraken.Farm.Workers;

/// <summary>How a worker treats jobs that fail or are not for it.</summary>
public sealed record WorkerRules
{
    /// <summary>The attempts after which a job goes to the dead letters.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>The workers that may give a job back; then its blocks are planned in smaller ranges.</summary>
    public int MaxRefusals { get; init; } = 20;

    /// <summary>The pause after a job was given back, which leaves it to others.</summary>
    public TimeSpan RefusalPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The time between two looks into an empty queue.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The attempts to store a proof before it is thrown away, and the job given back.</summary>
    public int StoreAttempts { get; init; } = 8;

    /// <summary>The first pause while queue or store cannot be reached; it doubles.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest such pause.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);
}
