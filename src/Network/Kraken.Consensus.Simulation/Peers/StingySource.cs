using System.Linq;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Simulation.Nodes;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>
/// Claims to have every block, or says how far it is, so that those who lag ask it, and sends nothing, or sends it late, or other bytes
/// with the genuine certificate.
/// </summary>
internal sealed class StingySource : PeerStrategy
{
    private bool boasts;

    public override long Interval => 100 * Microseconds.PerMillisecond;

    public override void Outgoing(int to, PeerMessage message)
    {
        switch (message)
        {
            case PeerMessage.Decided decided:
                Answer(to, decided);
                break;
            case PeerMessage.Status when boasts:
                break;
            default:
                Send(to, message);
                break;
        }
    }

    public override void Attach(World shared, SimulatedNode faulty)
    {
        base.Attach(shared, faulty);
        boasts = Numbers.Chance(0.5);
    }

    protected override void Act()
    {
        if (boasts)
        {
            SendAll(new PeerMessage.Status(Numbers.Chance(0.5) ? ulong.MaxValue : Height + 1_000));
        }
    }

    private void Answer(int to, PeerMessage.Decided decided)
    {
        switch (Numbers.Below(4))
        {
            case 0:
                SendLater(2 * World.Times.Reminder, to, decided);
                break;
            case 1:
                Send(to, new PeerMessage.Decided(decided.Block with { Bytes = Numbers.Bytes(100) }));
                break;
            case 2 when decided.Block.Certificate is CommitCertificate certificate:
                // As many as hold one honest validator, and no quorum.
                Send(to, new PeerMessage.Decided(
                    decided.Block with { Certificate = certificate with { Precommits = [.. certificate.Precommits.Take(2)] } }));
                break;
            default:
                break;
        }
    }
}
