namespace Kraken.Consensus.Tendermint;

/// <summary>The steps of a round. Unstarted is the time between two rounds, Commit the end of a height.</summary>
public enum RoundStep
{
    /// <summary>The height has not begun.</summary>
    None,

    /// <summary>A round was left and the next has not begun.</summary>
    Unstarted,

    /// <summary>Waiting for a proposal.</summary>
    Propose,

    /// <summary>Waiting for prevotes, after its own.</summary>
    Prevote,

    /// <summary>Precommitted.</summary>
    Precommit,

    /// <summary>Decided.</summary>
    Commit,
}

/// <summary>The state of one validator at one height, Algorithm 1 of [TENDERMINT], lines 2-9.</summary>
/// <param name="Validator">Who runs the machine.</param>
/// <param name="Round">The current round, -1 before the first.</param>
/// <param name="Step">The step in the round.</param>
/// <param name="LockedValue">The value last precommitted, null if none.</param>
/// <param name="LockedRound">Its round, -1 if none.</param>
/// <param name="ValidValue">The value of the last polka seen, null if none.</param>
/// <param name="ValidRound">Its round, -1 if none.</param>
public sealed record RoundState(
    ValidatorId Validator,
    ulong Height,
    int Round,
    RoundStep Step,
    ValueId? LockedValue,
    int LockedRound,
    ValueId? ValidValue,
    int ValidRound)
{
    /// <summary>The state at the beginning of a height.</summary>
    public static RoundState Initial(ValidatorId validator, ulong height) => new(validator, height, -1, RoundStep.None, null, -1, null, -1);
}
