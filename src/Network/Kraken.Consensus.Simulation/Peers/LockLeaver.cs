using System.Linq;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>
/// Makes others lock and leaves them alone: it prevotes each block that is proposed for the first time, and says nothing else, not even
/// what it decided with the precommits that it keeps to itself. What the others are locked on needs all honest votes then.
/// </summary>
internal sealed class LockLeaver : PeerStrategy
{
    public override void Outgoing(int to, PeerMessage message)
    {
        if (message is PeerMessage.BlockRequest)
        {
            Send(to, message);
        }
    }

    public override void Observe(int from, PeerMessage message)
    {
        if (message is PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage { Signed.Proposal: { ValidRound: -1 } proposal } }
            && proposal.Height == Height)
        {
            // Who does not get it knows of no quorum before the others tell.
            int left = Numbers.Pick(Others);
            foreach (int to in Others.Where(other => other != left))
            {
                Send(to, VoteOf(VoteType.Prevote, proposal.Height, proposal.Round, proposal.Value));
            }
        }
    }
}
