using System.Collections.Generic;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Nodes;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>Does now what one strategy does and now what another does.</summary>
internal sealed class ManySidedPeer(IReadOnlyList<PeerStrategy> sides) : PeerStrategy
{
    private PeerStrategy? current;
    private ulong chosenAt;

    public override void Attach(World shared, SimulatedNode faulty)
    {
        base.Attach(shared, faulty);
        foreach (PeerStrategy side in sides)
        {
            side.Attach(shared, faulty);
        }

        current = Numbers.Pick(sides);
    }

    public override void Outgoing(int to, PeerMessage message)
    {
        if (chosenAt != Height)
        {
            chosenAt = Height;
            current = Numbers.Pick(sides);
        }

        current!.Outgoing(to, message);
    }

    public override void Observe(int from, PeerMessage message)
    {
        foreach (PeerStrategy side in sides)
        {
            side.Observe(from, message);
        }
    }
}
