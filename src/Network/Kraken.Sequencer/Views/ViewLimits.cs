using System;

namespace Kraken.Sequencer.Views;

/// <summary>What a node spends on requests that run contracts without changing the chain.</summary>
public sealed record ViewLimits
{
    /// <summary>
    /// Sierra gas of one call. A tenth of what the protocol would give: ten million steps, as many as a transaction could make.
    /// </summary>
    public ulong CallGas { get; init; } = 1_000_000_000;

    /// <summary>L2 gas of all transactions of one estimate or simulation together; one that begins below may end above.</summary>
    public ulong SimulationGas { get; init; } = 2_400_000_000;

    /// <summary>The time of one call, and of one estimate or simulation as a whole.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The time of running a block again for its traces.</summary>
    public TimeSpan TraceTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Bytes of memory of one request.</summary>
    public long MaxMemory { get; init; } = 96L << 20;

    /// <summary>Bytes of memory of all requests that run at a time.</summary>
    public long MaxTotalMemory { get; init; } = 128L << 20;
}
