using System;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Engine;

/// <summary>Times of the engine. A timeout of round r is its base plus r times the step.</summary>
public sealed record EngineOptions
{
    /// <summary>How long to wait for a proposal in round 0.</summary>
    public TimeSpan ProposeTimeout { get; init; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>How long to wait for a polka once a quorum prevoted.</summary>
    public TimeSpan PrevoteTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long to wait for a decision once a quorum precommitted.</summary>
    public TimeSpan PrecommitTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>What each round adds.</summary>
    public TimeSpan RoundStep { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a node tells its height and repeats its messages of a height that does not end.</summary>
    public TimeSpan RepeatInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The length of a timeout.</summary>
    public TimeSpan Timeout(TimeoutId id) => id.Step switch
    {
        TimeoutStep.Propose => ProposeTimeout,
        TimeoutStep.Prevote => PrevoteTimeout,
        _ => PrecommitTimeout,
    } + (id.Round * RoundStep);
}
