using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>Casts two votes of a kind: a value to some and nil, or another value, to others; at times both to one.</summary>
/// <param name="type">Which votes.</param>
/// <param name="isNil">True when the second vote is nil, false when it is for another value that was
/// proposed, or for none that was.</param>
internal sealed class DoubleVoter(VoteType type, bool isNil) : PeerStrategy
{
    private ValueId? seen;
    private uint hearOther;
    private (ulong Height, int Round) chosenAt;

    public override void Observe(int from, PeerMessage message)
    {
        if (message is PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage { Signed.Proposal: { } proposal } })
        {
            seen = proposal.Value;
        }
    }

    public override void Outgoing(int to, PeerMessage message)
    {
        if (message is not PeerMessage.Consensus { Message: TendermintMessage.VoteMessage { Signed.Vote: { } vote } }
            || vote.Type != type
            || vote.Validator != Self)
        {
            Send(to, message);
            return;
        }

        if (chosenAt != (vote.Height, vote.Round))
        {
            chosenAt = (vote.Height, vote.Round);
            hearOther = Numbers.Subset(World.Nodes.Count);
        }

        ValueId? other = isNil && vote.Value is not null ? null : vote.Value != seen && Numbers.Chance(0.7) ? seen : RandomValue();
        PeerMessage second = VoteOf(type, vote.Height, vote.Round, other);
        bool hears = ((hearOther >> to) & 1) == 1;
        Send(to, hears ? second : message);
        if (Numbers.Chance(0.15))
        {
            Send(to, hears ? message : second);
        }
    }
}
