using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Chain;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>
/// Proposes out of turn: a valid block of its own in the round of another's proposal and in the next, ahead of whose turn it is.
/// </summary>
internal sealed class UsurpingProposer : PeerStrategy
{
    public override void Observe(int from, PeerMessage message)
    {
        if (message is PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage { Signed.Proposal: { } proposal } content }
            && proposal.Proposer != Self && proposal.Height == Height && SimulatedBlock.Decode(content.Block.Span) is { } block)
        {
            SimulatedBlock own = OtherThan(block) with { Builder = Self };
            for (int round = proposal.Round; round < proposal.Round + 2; round++)
            {
                SendAll(ProposalOf(proposal with { Round = round, Value = own.Value, ValidRound = -1 }, own.Encode()));
            }
        }
    }
}
