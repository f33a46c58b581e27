using System;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Simulation.Nodes;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>Sends bytes that are no message: noise, messages cut short or with flipped bits, and ones larger than any may be.</summary>
internal sealed class GarblingPeer : PeerStrategy
{
    public override long Interval => 100 * Microseconds.PerMillisecond;

    public override void Outgoing(int to, PeerMessage message)
    {
        byte[] bytes = Wire.Write(message, World.Codec);
        if (Numbers.Chance(0.2))
        {
            bytes[1 + Numbers.Below(bytes.Length - 1)] ^= (byte)(1 << Numbers.Below(8));
        }
        else if (Numbers.Chance(0.1))
        {
            bytes = bytes.AsSpan(0, Numbers.Below(bytes.Length)).ToArray();
        }

        SendBytes(to, bytes);
    }

    protected override void Act()
    {
        byte[] noise = Numbers.Chance(0.05) ? new byte[World.Limits.MaxBlockBytes + 1_000] : Numbers.Bytes(Numbers.Below(400));
        if (noise.Length > 3)
        {
            noise[0] = 0;
            noise[1] = (byte)Numbers.Below(7);
        }

        SendBytes(Numbers.Pick(Others), noise);
    }
}
