using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>Prevotes and precommits whatever is proposed, in every round, as if it had never locked anything.</summary>
internal sealed class AmnesiacPeer : PeerStrategy
{
    public override void Outgoing(int to, PeerMessage message)
    {
        if (message is not PeerMessage.Consensus { Message: TendermintMessage.VoteMessage { Signed.Vote: { } vote } } || vote.Validator != Self)
        {
            Send(to, message);
        }

        if (message is PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage { Signed.Proposal: { } own } } && own.Proposer == Self)
        {
            Send(to, VoteOf(VoteType.Prevote, own.Height, own.Round, own.Value));
            Send(to, VoteOf(VoteType.Precommit, own.Height, own.Round, own.Value));
        }
    }

    public override void Observe(int from, PeerMessage message)
    {
        if (message is PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage { Signed.Proposal: { } proposal } } && proposal.Height == Height)
        {
            SendAll(VoteOf(VoteType.Prevote, proposal.Height, proposal.Round, proposal.Value));
            SendAll(VoteOf(VoteType.Precommit, proposal.Height, proposal.Round, proposal.Value));
        }
    }
}
