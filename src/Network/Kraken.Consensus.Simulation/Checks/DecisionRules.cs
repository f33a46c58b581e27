using System;
using System.Collections.Generic;
using Kraken.Consensus.Simulation.Nodes;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Checks;

/// <summary>
/// What an honest node may commit: what validators of more than two thirds of the weight precommitted in one round [TENDERMINT L49]. The
/// observer counts for itself and believes what was said, not what is signed.
/// </summary>
internal static class DecisionRules
{
    public static void Check(World world, SimulatedNode node, OrderedCommit decision)
    {
        if (decision.Certificate is not CommitCertificate certificate || certificate.Height != decision.Height
            || certificate.Value != decision.Values[^1])
        {
            throw new InvariantException(Verdict.Invalid,
                $"{node.Name} commits height {decision.Height} by a certificate of something else");
        }

        HashSet<ValidatorId> voters = [];
        UInt128 weight = 0;
        foreach (SignedVote signed in certificate.Precommits)
        {
            Vote vote = signed.Vote;
            if (vote.Type == VoteType.Precommit && vote.Height == decision.Height && vote.Round == certificate.Round
                && vote.Value == certificate.Value
                && voters.Add(vote.Validator))
            {
                weight += world.Committee.Weight(vote.Validator);
            }
        }

        if (3 * weight <= 2 * world.Committee.TotalWeight)
        {
            throw new InvariantException(
                Verdict.Invalid,
                $"{node.Name} commits height {decision.Height} by precommits of {weight} of {world.Committee.TotalWeight} in round {certificate.Round} [L49]");
        }

        Provenance.Check(world, node, certificate.Statements);
    }
}
