namespace Kraken.Consensus.Tendermint;

/// <summary>The three timeouts of a round.</summary>
public enum TimeoutStep
{
    /// <summary>Waiting for a proposal.</summary>
    Propose,

    /// <summary>Waiting for a polka.</summary>
    Prevote,

    /// <summary>Waiting for a decision.</summary>
    Precommit,
}

/// <summary>What the round machine asks for; at most one thing per input.</summary>
public abstract record RoundOutput
{
    private RoundOutput()
    {
    }

    /// <summary>Nothing to do.</summary>
    public sealed record Nothing : RoundOutput;

    /// <summary>Broadcast this proposal.</summary>
    public sealed record Propose(Proposal Proposal) : RoundOutput;

    /// <summary>Build a value to propose and start the propose timeout (L18).</summary>
    public sealed record BuildValue(ulong Height, int Round) : RoundOutput;

    /// <summary>Broadcast this vote.</summary>
    public sealed record CastVote(Vote Vote) : RoundOutput;

    /// <summary>Start a timeout of the current round.</summary>
    public sealed record ScheduleTimeout(int Round, TimeoutStep Step) : RoundOutput;

    /// <summary>The height is decided.</summary>
    public sealed record Decided(int Round, ValueId Value) : RoundOutput;

    /// <summary>Leave the current round for this one.</summary>
    public sealed record SkipTo(int Round) : RoundOutput;

    /// <summary>The input does not apply in this state, which is unchanged.</summary>
    public sealed record Refused(string Reason) : RoundOutput;
}
