using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Nodes;

/// <summary>The times of a simulated network, in microseconds.</summary>
internal sealed record SimulationTimes
{
    public TendermintTimeouts Timeouts { get; init; } = new()
    {
        Propose = System.TimeSpan.FromMilliseconds(600),
        Prevote = System.TimeSpan.FromMilliseconds(300),
        Precommit = System.TimeSpan.FromMilliseconds(300),
        Growth = System.TimeSpan.FromMilliseconds(200),
        Longest = System.TimeSpan.FromMilliseconds(3_000),
    };

    /// <summary>The shortest time between two blocks.</summary>
    public long BetweenBlocks { get; init; } = 500 * Microseconds.PerMillisecond;

    /// <summary>How long a node waits for a transaction before it builds an empty block.</summary>
    public long UntilEmptyBlock { get; init; } = 1_200 * Microseconds.PerMillisecond;

    /// <summary>The interval of repetition.</summary>
    public long Reminder { get; init; } = 500 * Microseconds.PerMillisecond;

    /// <summary>How long things go wrong.</summary>
    public long Faults { get; init; } = 4_000 * Microseconds.PerMillisecond;

    /// <summary>Heights to be committed by every honest node after that.</summary>
    public int HeightsAfter { get; init; } = 3;

    /// <summary>All timeouts of a round.</summary>
    public long OfRound(int round) =>
        Microseconds.Of(Timeouts.Of(TimeoutStep.Propose, round)) + Microseconds.Of(Timeouts.Of(TimeoutStep.Prevote, round))
        + Microseconds.Of(Timeouts.Of(TimeoutStep.Precommit, round));
}
