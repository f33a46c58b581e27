using Kraken.Consensus;
using Kraken.Consensus.Engine;
using Kraken.Consensus.Engine.Messages;
using Kraken.P2P;

namespace Kraken.Node;

/// <summary>Carries consensus messages over the peer network.</summary>
internal sealed class PeerLinks(PeerNetwork peers) : IConsensusNetwork
{
    public void Broadcast(ConsensusMessage message) => peers.Broadcast(ChannelOf(message), MessageCodec.Encode(message));

    public void Send(ValidatorId peer, ConsensusMessage message) => peers.Send(new PeerId(peer.Address), ChannelOf(message), MessageCodec.Encode(message));

    private static PeerChannel ChannelOf(ConsensusMessage message) =>
        message is ConsensusMessage.ProposalMessage or ConsensusMessage.DecidedBlock ? PeerChannel.Blocks : PeerChannel.Votes;
}
