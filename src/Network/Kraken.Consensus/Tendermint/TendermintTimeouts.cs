using System;

namespace Kraken.Consensus.Tendermint;

/// <summary>The timeouts of a round: round r waits its base plus r times the growth, at most <see cref="Longest"/>.</summary>
public sealed record TendermintTimeouts
{
    /// <summary>
    /// How long to wait for a proposal in round 0: to build a block, one transaction that was given up on included, and to check it.
    /// </summary>
    public TimeSpan Propose { get; init; } = TimeSpan.FromMilliseconds(2500);

    /// <summary>How long to wait for a polka once a quorum prevoted.</summary>
    public TimeSpan Prevote { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long to wait for a decision once a quorum precommitted.</summary>
    public TimeSpan Precommit { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>What each round adds, so that rounds become as long as the network is slow.</summary>
    public TimeSpan Growth { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait: a chain that stood for a day goes on within this time.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The wait of a step in a round.</summary>
    public TimeSpan Of(TimeoutStep step, int round)
    {
        TimeSpan first = step switch
        {
            TimeoutStep.Propose => Propose,
            TimeoutStep.Prevote => Prevote,
            _ => Precommit,
        };

        // Compared before it is multiplied: a peer may name any round.
        return first >= Longest || round * Growth.TotalSeconds >= (Longest - first).TotalSeconds ? Longest : first + (round * Growth);
    }
}
