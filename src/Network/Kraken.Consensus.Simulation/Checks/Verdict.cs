using System;

namespace Kraken.Consensus.Simulation.Checks;

/// <summary>How a run ended.</summary>
public enum Verdict
{
    /// <summary>Nothing was violated, and the chain went on after the faults.</summary>
    Passed,

    /// <summary>Two honest nodes committed different blocks at one height.</summary>
    Forked,

    /// <summary>An honest node waits for nothing, or the chain did not go on in time.</summary>
    Stalled,

    /// <summary>An honest node said two things in one slot.</summary>
    DoubleSigned,

    /// <summary>A queue, memory or a log grew past its bound.</summary>
    OutOfBounds,

    /// <summary>Something was committed, sent or done that must not be.</summary>
    Invalid,

    /// <summary>The engine threw.</summary>
    Crashed,
}

/// <summary>An invariant does not hold.</summary>
internal sealed class InvariantException(Verdict verdict, string message) : Exception(message)
{
    public Verdict Verdict { get; } = verdict;
}
