using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>Votes and proposes, under its own signature, in rounds and heights that nobody is at.</summary>
internal sealed class FarAheadPeer : PeerStrategy
{
    public override long Interval => 60 * Microseconds.PerMillisecond;

    protected override void Act()
    {
        ulong height = Random.Below(4) switch
        {
            0 => Height + (ulong)Random.Below(3),
            1 => Height + Random.Next() % 1_000_000,
            _ => Height,
        };
        int round = Random.Below(3) switch
        {
            0 => Random.Below(TendermintCore.MaxRoundsAhead + 3),
            1 => Random.Below(int.MaxValue),
            _ => int.MaxValue,
        };
        SendAll(VoteOf(Random.Chance(0.5) ? VoteType.Prevote : VoteType.Precommit, height, round, Random.Chance(0.5) ? null : RandomValue()));
        if (Random.Chance(0.2))
        {
            SendAll(ProposalOf(new Proposal(height, round, RandomValue(), Random.Chance(0.5) ? -1 : round - 1, Self), Random.Bytes(100)));
        }
    }
}
