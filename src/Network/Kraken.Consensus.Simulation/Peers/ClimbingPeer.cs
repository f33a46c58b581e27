using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>
/// Votes for one round after the other, all of them far ahead: each vote is genuine and new, so that somebody may keep them all.
/// </summary>
internal sealed class ClimbingPeer : PeerStrategy
{
    private const int RoundsPerStep = 60;

    private int round = TendermintCore.MaxRoundsAhead;

    public override long Interval => 20 * Microseconds.PerMillisecond;

    protected override void Act()
    {
        for (int i = 0; i < RoundsPerStep; i++)
        {
            SendAll(VoteOf((i & 1) == 0 ? VoteType.Prevote : VoteType.Precommit, Height, round, null));
            round += i & 1;
        }
    }
}
