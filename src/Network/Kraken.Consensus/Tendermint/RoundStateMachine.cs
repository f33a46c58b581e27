using System;

namespace Kraken.Consensus.Tendermint;

/// <summary>
/// Tendermint's round as a function of state and input (Algorithm 1 of [TENDERMINT]; [L..] names its lines).
/// Counting votes and checking values is the driver's: an input says that a clause's condition holds.
/// </summary>
public static class RoundStateMachine
{
    private static readonly RoundOutput Nothing = new RoundOutput.Nothing();

    /// <summary>Applies one input. A refused input leaves the state as it was.</summary>
    public static (RoundState State, RoundOutput Output) Apply(RoundState state, RoundInput input)
    {
        ArgumentNullException.ThrowIfNull(state);
        return input switch
        {
            RoundInput.NewRoundAsProposer begin => BeginAsProposer(state, begin.Round),
            RoundInput.NewRound begin => Begin(state, begin.Round),
            RoundInput.ProposeValue built => (state, Proposes(state, built.Value, state.ValidRound)),
            RoundInput.ProposalArrived proposal => FirstProposal(state, proposal.Value),
            RoundInput.ProposalInvalid => state.Step == RoundStep.Propose
                ? Prevote(state, null)
                : Refuse(state, "an invalid proposal counts in the propose step only"),
            RoundInput.ProposalAndPreviousPolka proposal => Reproposal(state, proposal.Value, proposal.ValidRound),
            RoundInput.ProposalInvalidWithPolka => Prevote(state, null),
            RoundInput.PolkaAny => state.Step == RoundStep.Prevote
                ? (state, Timeout(state, TimeoutStep.Prevote))
                : Refuse(state, "prevotes count in the prevote step only"),
            RoundInput.ProposalAndPolka polka => Polka(state, polka.Value),
            RoundInput.PolkaNil =>
                state.Step == RoundStep.Prevote ? Precommit(state, null) : Refuse(state, "a nil polka counts in the prevote step only"),
            RoundInput.PrecommitAny => (state, Timeout(state, TimeoutStep.Precommit)),
            RoundInput.ProposalAndPrecommits decision => Decide(state, decision.Round, decision.Value),
            RoundInput.SkipRound skip =>
                skip.Round > state.Round ? Leave(state, skip.Round) : Refuse(state, "only a higher round can be skipped to"),
            RoundInput.ProposeTimeout timeout => Expires(state, timeout.Height, timeout.Round, RoundStep.Propose)
                ? Prevote(state, null)
                : Refuse(state, "a propose timeout of another time"),
            RoundInput.PrevoteTimeout timeout => Expires(state, timeout.Height, timeout.Round, RoundStep.Prevote)
                ? Precommit(state, null)
                : Refuse(state, "a prevote timeout of another time"),
            RoundInput.PrecommitTimeout timeout => timeout.Height == state.Height && timeout.Round == state.Round
                ? Leave(state, state.Round + 1)
                : Refuse(state, "a precommit timeout of another time"),
            _ => throw new ArgumentOutOfRangeException(nameof(input)),
        };
    }

    // [TENDERMINT L14-L19]
    private static (RoundState State, RoundOutput Output) BeginAsProposer(RoundState state, int round)
    {
        if (CannotBegin(state, round) is { } refused)
        {
            return refused;
        }

        RoundState begun = state with { Step = RoundStep.Propose, Round = round };
        return state.ValidValue is { } valid
            ? (begun, Proposes(begun, valid, state.ValidRound))
            : (begun, new RoundOutput.BuildValue(state.Height, round));
    }

    // [TENDERMINT L20-L21]
    private static (RoundState State, RoundOutput Output) Begin(RoundState state, int round)
    {
        if (CannotBegin(state, round) is { } refused)
        {
            return refused;
        }

        RoundState begun = state with { Step = RoundStep.Propose, Round = round };
        return (begun, Timeout(begun, TimeoutStep.Propose));
    }

    private static (RoundState State, RoundOutput Output)? CannotBegin(RoundState state, int round)
    {
        if (state.Step is not (RoundStep.None or RoundStep.Unstarted))
        {
            return Refuse(state, "a round begins only between rounds");
        }

        return round <= state.Round ? Refuse(state, "the new round is not higher than the current one") : null;
    }

    // [TENDERMINT L22-L27]
    private static (RoundState State, RoundOutput Output) FirstProposal(RoundState state, ValueId value)
    {
        if (state.Step != RoundStep.Propose)
        {
            return Refuse(state, "a proposal counts in the propose step only");
        }

        return Prevote(state, state.LockedRound == -1 || state.LockedValue == value ? value : null);
    }

    // [TENDERMINT L28-L33]
    private static (RoundState State, RoundOutput Output) Reproposal(RoundState state, ValueId value, int validRound)
    {
        if (state.Step != RoundStep.Propose || validRound < 0 || validRound >= state.Round)
        {
            return Refuse(state, "a re-proposal counts in the propose step and needs an earlier valid round");
        }

        return Prevote(state, state.LockedRound <= validRound || state.LockedValue == value ? value : null);
    }

    // [TENDERMINT L36-L43]
    private static (RoundState State, RoundOutput Output) Polka(RoundState state, ValueId value) => state.Step switch
    {
        RoundStep.Prevote => Precommit(
            state with { LockedValue = value, LockedRound = state.Round, ValidValue = value, ValidRound = state.Round },
            value),
        RoundStep.Precommit => (state with { ValidValue = value, ValidRound = state.Round }, Nothing),
        _ => Refuse(state, "a polka counts in the prevote and precommit steps only"),
    };

    // [TENDERMINT L49-L54]; the Commit step sees to it that a height is decided once.
    private static (RoundState State, RoundOutput Output) Decide(RoundState state, int round, ValueId value) =>
        state.Step == RoundStep.Commit
            ? Refuse(state, "the height is decided")
            : (state with { Step = RoundStep.Commit }, new RoundOutput.Decided(round, value));

    private static (RoundState State, RoundOutput Output) Leave(RoundState state, int round) =>
        (state with { Step = RoundStep.Unstarted }, new RoundOutput.SkipTo(round));

    private static (RoundState State, RoundOutput Output) Prevote(RoundState state, ValueId? value) =>
        (state with { Step = RoundStep.Prevote }, Votes(state, VoteType.Prevote, value));

    private static (RoundState State, RoundOutput Output) Precommit(RoundState state, ValueId? value) =>
        (state with { Step = RoundStep.Precommit }, Votes(state, VoteType.Precommit, value));

    private static RoundOutput.CastVote Votes(RoundState state, VoteType type, ValueId? value) =>
        new(new Vote(type, state.Height, state.Round, value, state.Validator));

    private static RoundOutput.Propose Proposes(RoundState state, ValueId value, int validRound) =>
        new(new Proposal(state.Height, state.Round, value, validRound, state.Validator));

    private static RoundOutput.ScheduleTimeout Timeout(RoundState state, TimeoutStep step) => new(state.Round, step);

    private static bool Expires(RoundState state, ulong height, int round, RoundStep step) =>
        height == state.Height && round == state.Round && step == state.Step;

    private static (RoundState State, RoundOutput Output) Refuse(RoundState state, string reason) =>
        (state, new RoundOutput.Refused(reason));
}
