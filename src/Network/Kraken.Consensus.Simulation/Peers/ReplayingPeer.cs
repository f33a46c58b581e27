using System.Collections.Generic;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Clock;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>Says again what anybody ever said, at any time and to anybody.</summary>
internal sealed class ReplayingPeer : PeerStrategy
{
    private const int Remembered = 256;

    private readonly List<PeerMessage> heard = [];

    public override long Interval => 100 * Microseconds.PerMillisecond;

    public override void Observe(int from, PeerMessage message)
    {
        if (heard.Count < Remembered)
        {
            heard.Add(message);
        }
        else
        {
            heard[Numbers.Below(Remembered)] = message;
        }
    }

    protected override void Act()
    {
        for (int i = 0; i < 5 && heard.Count > 0; i++)
        {
            Send(Numbers.Pick(Others), Numbers.Pick(heard));
        }
    }
}
