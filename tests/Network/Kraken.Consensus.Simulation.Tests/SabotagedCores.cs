using System;
using System.Collections.Generic;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Tests;

/// <summary>Prevotes every valid proposal, whatever it is locked on [TENDERMINT L22, L28 without their second conditions].</summary>
internal sealed class CoreWithoutLock(IConsensusCore inner) : SabotagedCore(inner)
{
    private readonly Dictionary<(ulong Height, int Round), ValueId> valid = [];

    protected override void Observe(ConsensusInput input)
    {
        if (input is ConsensusInput.MessageReceived { BlockIsValid: true, Message: TendermintMessage.ProposalMessage proposal })
        {
            valid.TryAdd((proposal.Height, proposal.Round), proposal.Signed.Proposal.Value);
        }
    }

    protected override ConsensusEffect? Change(ConsensusEffect effect) =>
        effect is ConsensusEffect.Say { Statement: Vote { Type: VoteType.Prevote, Value: null } vote }
        && valid.TryGetValue((vote.Height, vote.Round), out ValueId value)
            ? new ConsensusEffect.Say(vote with { Value = value })
            : effect;
}

/// <summary>Proposes a new value where it should propose the one that it saw a polka for [TENDERMINT L15-L16 left out].</summary>
internal sealed class CoreWithoutValidValue(IConsensusCore inner) : SabotagedCore(inner)
{
    private ValueId parent;
    private (int Round, ValueId Value) built = (-1, default);

    protected override void Observe(ConsensusInput input)
    {
        switch (input)
        {
            case ConsensusInput.StartHeight start:
                parent = start.Parent;
                built = (-1, default);
                break;
            case ConsensusInput.ValueBuilt value:
                built = (value.Round, value.Value);
                break;
            default:
                break;
        }
    }

    protected override ConsensusEffect? Change(ConsensusEffect effect) => effect switch
    {
        ConsensusEffect.Say { Statement: Proposal { ValidRound: >= 0 } proposal } => built == (proposal.Round, proposal.Value)
            ? new ConsensusEffect.Say(proposal with { ValidRound = -1 })
            : new ConsensusEffect.BuildValue(proposal.Height, proposal.Round, parent),
        _ => effect,
    };
}

/// <summary>Has each block checked by all that its node alone sees, whoever may be locked on it.</summary>
internal sealed class CoreWithoutEarlierQuorums(IConsensusCore inner) : SabotagedCore(inner)
{
    public override bool HasEarlierQuorum(ConsensusMessage message) => false;
}

/// <summary>Never waits for the end of its prevote step [TENDERMINT L34 left out].</summary>
internal sealed class CoreWithoutPrevoteTimer(IConsensusCore inner) : SabotagedCore(inner)
{
    protected override ConsensusEffect? Change(ConsensusEffect effect) =>
        effect is ConsensusEffect.SetTimer { Id.Kind: (byte)TimeoutStep.Prevote } ? null : effect;
}

/// <summary>Precommits what it prevoted, polka or not, once a quorum prevoted anything [TENDERMINT L61 with a value].</summary>
internal sealed class CoreWithoutPolka(IConsensusCore inner) : SabotagedCore(inner)
{
    private readonly Dictionary<(ulong Height, int Round), ValueId> prevoted = [];

    protected override ConsensusEffect? Change(ConsensusEffect effect)
    {
        if (effect is ConsensusEffect.Say { Statement: Vote { Type: VoteType.Prevote, Value: { } value } prevote })
        {
            prevoted[(prevote.Height, prevote.Round)] = value;
        }

        return effect is ConsensusEffect.Say { Statement: Vote { Type: VoteType.Precommit, Value: null } vote }
            && prevoted.TryGetValue((vote.Height, vote.Round), out ValueId earlier)
                ? new ConsensusEffect.Say(vote with { Value = earlier })
                : effect;
    }
}

/// <summary>Waits in every round as long as in the first.</summary>
internal sealed class CoreWithoutGrowth(IConsensusCore inner) : SabotagedCore(inner)
{
    private readonly Dictionary<byte, TimeSpan> first = [];

    protected override ConsensusEffect? Change(ConsensusEffect effect)
    {
        if (effect is not ConsensusEffect.SetTimer timer)
        {
            return effect;
        }

        if (!first.TryGetValue(timer.Id.Kind, out TimeSpan least) || timer.Delay < least)
        {
            first[timer.Id.Kind] = timer.Delay;
        }

        return timer with { Delay = first[timer.Id.Kind] };
    }
}
