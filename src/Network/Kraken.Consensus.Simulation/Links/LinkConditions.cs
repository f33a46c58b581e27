namespace Kraken.Consensus.Simulation.Links;

/// <summary>How a network treats what is sent; times in microseconds.</summary>
internal sealed record LinkConditions
{
    /// <summary>A network without faults.</summary>
    public static LinkConditions Clean { get; } = new();

    public long MinDelay { get; init; } = 1_000;

    public long MaxDelay { get; init; } = 20_000;

    public double Loss { get; init; }

    public double Duplicate { get; init; }

    /// <summary>Chance that a message may overtake the ones before it.</summary>
    public double Reorder { get; init; }

    public double Spike { get; init; }

    public long MaxSpike { get; init; }
}
