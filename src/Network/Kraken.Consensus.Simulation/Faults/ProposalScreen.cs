using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Simulation.Nodes;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Faults;

/// <summary>
/// A network that is on the liars' side until it heals: it keeps a round's proposal from as many honest nodes as leaves no polka without
/// the liars' votes and one with them. Everything else passes, so rounds end by their timeouts.
/// </summary>
internal sealed class ProposalScreen(World world)
{
    private const double ScreenedRounds = 0.9;

    private readonly SeededRandom random = world.Numbers("screen");
    private readonly Dictionary<(ulong Height, int Round), uint> ignorant = [];

    /// <summary>True when a message passes.</summary>
    public bool Passes(int from, int to, byte[] bytes) =>
        Wire.ReadMessage(bytes, world.Codec)
            is not PeerMessage.Consensus { Message: TendermintMessage.ProposalMessage { Signed.Proposal: { } proposal } }
        || ((Ignorant(proposal) >> to) & 1) == 0;

    private uint Ignorant(Proposal proposal)
    {
        if (!ignorant.TryGetValue((proposal.Height, proposal.Round), out uint chosen))
        {
            chosen = random.Chance(ScreenedRounds) ? Choose(proposal.Proposer) : 0;
            ignorant.Add((proposal.Height, proposal.Round), chosen);
        }

        return chosen;
    }

    private uint Choose(ValidatorId proposer)
    {
        uint chosen = 0;
        UInt128 knowing = world.Committee.TotalWeight;
        List<SimulatedNode> left = [.. world.Honest.Where(node => node.Self != proposer)];
        while (left.Count > 0)
        {
            SimulatedNode node = random.Pick(left);
            left.Remove(node);
            UInt128 weight = world.Committee.Weight(node.Self);
            if (world.Committee.IsQuorum(knowing - weight))
            {
                chosen |= 1u << node.Index;
                knowing -= weight;
            }
        }

        return chosen;
    }
}
