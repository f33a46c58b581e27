using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Chain;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>
/// Prevotes and precommits whatever is proposed, in every round, as if it had never locked anything; and proposes a new block where it
/// should propose the one that a quorum prevoted.
/// </summary>
internal sealed class AmnesiacPeer : PeerStrategy
{
    public override void Outgoing(int to, PeerMessage message)
    {
        switch (message)
        {
            case PeerMessage.Consensus { Message: TendermintMessage.VoteMessage { Signed.Vote: { } vote } } when vote.Validator == Self:
                break;
            case PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage proposal }
                when proposal.Signed.Proposal.Proposer == Self:
                Propose(to, proposal);
                break;
            default:
                Send(to, message);
                break;
        }
    }

    public override void Observe(int from, PeerMessage message)
    {
        if (message is PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage { Signed.Proposal: { } proposal } }
            && proposal.Height == Height)
        {
            SendAll(VoteOf(VoteType.Prevote, proposal.Height, proposal.Round, proposal.Value));
            SendAll(VoteOf(VoteType.Precommit, proposal.Height, proposal.Round, proposal.Value));
        }
    }

    private void Propose(int to, TendermintMessage.ProposalMessage message)
    {
        Proposal proposal = message.Signed.Proposal;
        if (proposal.ValidRound >= 0 && SimulatedBlock.Decode(message.Block.Span) is { } block)
        {
            SimulatedBlock other = OtherThan(block) with { Builder = Self };
            proposal = proposal with { Value = other.Value, ValidRound = -1 };
            Send(to, ProposalOf(proposal, other.Encode()));
        }
        else
        {
            Send(to, new PeerMessage.Consensus(message));
        }

        Send(to, VoteOf(VoteType.Prevote, proposal.Height, proposal.Round, proposal.Value));
        Send(to, VoteOf(VoteType.Precommit, proposal.Height, proposal.Round, proposal.Value));
    }
}
