using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Chain;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>
/// Proposes two blocks in one round: one to some, the other to the rest, and at times both to all. It votes for whatever its hearers got.
/// </summary>
internal sealed class EquivocatingProposer : PeerStrategy
{
    private Proposal? first;
    private Proposal? second;
    private byte[] secondBytes = [];
    private uint hearSecond;

    public override void Outgoing(int to, PeerMessage message)
    {
        switch (message)
        {
            case PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage proposal }
                when proposal.Signed.Proposal.Proposer == Self:
                Prepare(proposal);
                Send(to, Hears(to) && second is not null ? ProposalOf(second, secondBytes) : message);
                if (Numbers.Chance(0.2))
                {
                    Send(to, Hears(to) || second is null ? message : ProposalOf(second, secondBytes));
                }

                break;
            case PeerMessage.Consensus { Message: TendermintMessage.VoteMessage { Signed.Vote: { } vote } }
                when vote.Validator == Self
                    && vote.Value == first?.Value && vote.Height == first?.Height && Hears(to) && second is not null:
                Send(to, VoteOf(vote.Type, vote.Height, vote.Round, second.Value));
                break;
            default:
                Send(to, message);
                break;
        }
    }

    private bool Hears(int to) => ((hearSecond >> to) & 1) == 1;

    private void Prepare(TendermintMessage.ProposalMessage message)
    {
        Proposal proposal = message.Signed.Proposal;
        if (first is not null && (first.Height, first.Round) == (proposal.Height, proposal.Round))
        {
            return;
        }

        first = proposal;
        second = null;
        hearSecond = Numbers.Subset(World.Nodes.Count);
        if (SimulatedBlock.Decode(message.Block.Span) is { } block && proposal.ValidRound < 0)
        {
            SimulatedBlock other = OtherThan(block);
            secondBytes = other.Encode();
            second = proposal with { Value = other.Value };
        }
    }
}
