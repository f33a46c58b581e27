using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>Votes and proposes, under its own signature, in rounds and heights that nobody is at.</summary>
internal sealed class FarAheadPeer : PeerStrategy
{
    public override long Interval => 60 * Microseconds.PerMillisecond;

    protected override void Act()
    {
        ulong height = Numbers.Below(4) switch
        {
            0 => Height + (ulong)Numbers.Below(3),
            1 => Height + Numbers.Next() % 1_000_000,
            _ => Height,
        };
        int round = Numbers.Below(3) switch
        {
            0 => Numbers.Below(TendermintCore.MaxRoundsAhead + 3),
            1 => Numbers.Below(int.MaxValue),
            _ => int.MaxValue,
        };
        SendAll(
            VoteOf(Numbers.Chance(0.5) ? VoteType.Prevote : VoteType.Precommit, height, round, Numbers.Chance(0.5) ? null : RandomValue()));
        if (Numbers.Chance(0.2))
        {
            SendAll(ProposalOf(new Proposal(height, round, RandomValue(), Numbers.Chance(0.5) ? -1 : round - 1, Self), Numbers.Bytes(100)));
        }
    }
}
