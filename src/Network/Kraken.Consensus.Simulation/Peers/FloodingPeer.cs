using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>Sends as much as it can of one kind of message: statuses, requests, distinct votes, polkas of its own
/// vote alone, or its last proposal again and again.</summary>
internal sealed class FloodingPeer : PeerStrategy
{
    private const int Burst = 40;

    // More than may be in verification.
    private const int VoteBurst = 700;

    private PeerMessage? last;

    public override long Interval => 200 * Microseconds.PerMillisecond;

    public override void Outgoing(int to, PeerMessage message)
    {
        if (message is PeerMessage.Consensus { Message.Carried: not null })
        {
            last = message;
        }

        Send(to, message);
    }

    protected override void Act()
    {
        int to = Numbers.Pick(Others);
        int kind = Numbers.Below(6);
        for (int i = 0; i < (kind == 5 ? VoteBurst : Burst); i++)
        {
            Send(to, kind switch
            {
                0 => new PeerMessage.Status(Height + (ulong)i),
                1 => new PeerMessage.BlockRequest(1 + ((ulong)i % Height)),
                2 => new PeerMessage.CarrierRequest(Height, i % 3),
                3 when last is not null => last,
                4 => new PeerMessage.Consensus(
                    new TendermintMessage.PolkaMessage([(SignedVote)Sign(new Vote(VoteType.Prevote, Height, 0, RandomValue(), Self))])),
                _ => VoteOf(VoteType.Prevote, Height, Numbers.Below(20), RandomValue()),
            });
        }
    }
}
