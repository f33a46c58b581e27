using Kraken.Consensus;
using Kraken.Consensus.Engine;
using Kraken.Consensus.Engine.Messages;
using Kraken.P2P;

namespace Kraken.Node;

/// <summary>Carries consensus messages over the peer network: what is small and urgent ahead of blocks.</summary>
internal sealed class PeerLinks(PeerNetwork peers, PeerMessageCodec codec) : IConsensusNetwork
{
    public void Broadcast(PeerMessage message) => peers.Broadcast(ChannelOf(message), codec.Encode(message));

    public void Send(ValidatorId peer, PeerMessage message) =>
        peers.Send(new PeerId(peer.Address), ChannelOf(message), codec.Encode(message));

    public void Penalize(ValidatorId peer, string offence) => peers.Penalize(new PeerId(peer.Address), offence);

    private static PeerChannel ChannelOf(PeerMessage message) =>
        message is PeerMessage.Decided or PeerMessage.Consensus { Message.Carried: not null } ? PeerChannel.Blocks : PeerChannel.Votes;
}
