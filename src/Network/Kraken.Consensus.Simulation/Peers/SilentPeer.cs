using Kraken.Consensus.Engine.Messages;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>Receives everything and never says a word.</summary>
internal sealed class SilentPeer : PeerStrategy
{
    public override void Outgoing(int to, PeerMessage message)
    {
    }
}
