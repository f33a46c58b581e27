namespace Kraken.Consensus.Tendermint;

/// <summary>What can happen to a round: each is one "upon" clause of Algorithm 1 of [TENDERMINT], its condition met.</summary>
public abstract record RoundInput
{
    private RoundInput()
    {
    }

    /// <summary>L11-L21: a round begins and another validator proposes.</summary>
    public sealed record NewRound(int Round) : RoundInput;

    /// <summary>L11-L19: a round begins and this validator proposes.</summary>
    public sealed record NewRoundAsProposer(int Round) : RoundInput;

    /// <summary>L18: the application built a value.</summary>
    public sealed record ProposeValue(ValueId Value) : RoundInput;

    /// <summary>L22: a valid first-time proposal for the current round.</summary>
    public sealed record ProposalArrived(int Round, ValueId Value) : RoundInput;

    /// <summary>L26: an invalid first-time proposal for the current round.</summary>
    public sealed record ProposalInvalid : RoundInput;

    /// <summary>L28: a valid re-proposal and the polka of its valid round.</summary>
    public sealed record ProposalAndPreviousPolka(ValueId Value, int ValidRound) : RoundInput;

    /// <summary>L28 with an invalid value (L32).</summary>
    public sealed record ProposalInvalidWithPolka(ValueId Value) : RoundInput;

    /// <summary>L34: prevotes of a quorum, for whatever values.</summary>
    public sealed record PolkaAny : RoundInput;

    /// <summary>L36: a valid proposal and its polka in the current round.</summary>
    public sealed record ProposalAndPolka(ValueId Value) : RoundInput;

    /// <summary>L44: a polka for nil.</summary>
    public sealed record PolkaNil : RoundInput;

    /// <summary>L47: precommits of a quorum, for whatever values.</summary>
    public sealed record PrecommitAny : RoundInput;

    /// <summary>L49: a valid proposal and a quorum of precommits for it, in any round.</summary>
    public sealed record ProposalAndPrecommits(int Round, ValueId Value) : RoundInput;

    /// <summary>L55: messages of a third of the weight in a higher round.</summary>
    public sealed record SkipRound(int Round) : RoundInput;

    /// <summary>L57: no proposal in time.</summary>
    public sealed record ProposeTimeout(ulong Height, int Round) : RoundInput;

    /// <summary>L61: no polka in time.</summary>
    public sealed record PrevoteTimeout(ulong Height, int Round) : RoundInput;

    /// <summary>L65: no decision in time.</summary>
    public sealed record PrecommitTimeout(ulong Height, int Round) : RoundInput;
}
