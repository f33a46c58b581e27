using System;
using System.Collections.Generic;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Checks;

/// <summary>The authentic votes that a machine was given in this life, counted by an observer: what it has reason to act upon.</summary>
internal sealed class DeliveredVotes(Committee committee)
{
    private const int MaxRounds = 64;

    private readonly SortedDictionary<(ulong Height, int Round, VoteType Type), HashSet<ValidatorId>> voters = [];

    public void Add(SignedStatement signed)
    {
        if (signed.Statement is not Vote vote)
        {
            return;
        }

        if (!voters.TryGetValue((vote.Height, vote.Round, vote.Type), out HashSet<ValidatorId>? known))
        {
            if (voters.Count >= MaxRounds)
            {
                // What goes makes the observer ask for less, never for more.
                voters.Clear();
            }

            voters.Add((vote.Height, vote.Round, vote.Type), known = []);
        }

        known.Add(vote.Validator);
    }

    /// <summary>True when votes of a quorum, for whatever values, were given to the machine.</summary>
    public bool HasQuorum(ulong height, int round, VoteType type)
    {
        if (!voters.TryGetValue((height, round, type), out HashSet<ValidatorId>? known))
        {
            return false;
        }

        UInt128 weight = 0;
        foreach (ValidatorId validator in known)
        {
            weight += committee.Weight(validator);
        }

        return committee.IsQuorum(weight);
    }
}
