using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Chain;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>
/// Sends to some, under a signature that holds, other bytes for the value that it proposes: bytes that decode to no valid block. And it
/// races others' proposals with garbage under their value.
/// </summary>
internal sealed class OtherBytesProposer : PeerStrategy
{
    private (ulong Height, int Round) raced;

    public override void Outgoing(int to, PeerMessage message)
    {
        if (message is PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage { Signed.Proposal: { } proposal } own }
            && proposal.Proposer == Self
            && SimulatedBlock.Decode(own.Block.Span) is { } block && Numbers.Chance(0.5))
        {
            Send(to, ProposalOf(proposal, block.Encode(filling: 1)));
            return;
        }

        Send(to, message);
    }

    public override void Observe(int from, PeerMessage message)
    {
        if (message is PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage { Signed.Proposal: { } proposal } }
            && proposal.Proposer != Self
            && (proposal.Height, proposal.Round).CompareTo(raced) > 0)
        {
            raced = (proposal.Height, proposal.Round + 1);
            SendAll(ProposalOf(proposal, Numbers.Bytes(64)));
            SendAll(ProposalOf(proposal with { Round = proposal.Round + 1 }, Numbers.Bytes(64)));
        }
    }
}
