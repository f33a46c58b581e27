using System;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Consensus.Tendermint;

/// <summary>
/// Votes of rounds far ahead: of each validator those of one round, which gives way to one at least twice as far. So however many rounds
/// a faulty validator makes up, some thirty of them are checked, logged and kept; and a skip goes at least half of the way to the round
/// of the honest ones, who repeat their votes.
/// </summary>
internal sealed class FarVotes(Committee committee)
{
    private readonly SortedDictionary<ValidatorId, List<SignedVote>> farthest = [];

    public bool Wants(Vote vote, int currentRound)
    {
        if (!farthest.TryGetValue(vote.Validator, out List<SignedVote>? votes))
        {
            return true;
        }

        int known = votes[0].Vote.Round;
        return vote.Round == known
            ? !votes.Exists(other => other.Vote.Type == vote.Type)
            : vote.Round - (long)currentRound >= 2 * (known - (long)currentRound);
    }

    /// <summary>Keeps a vote that is wanted.</summary>
    public void Add(SignedVote vote)
    {
        if (farthest.TryGetValue(vote.Vote.Validator, out List<SignedVote>? votes) && votes[0].Vote.Round == vote.Vote.Round)
        {
            votes.Add(vote);
        }
        else
        {
            farthest[vote.Vote.Validator] = [vote];
        }
    }

    /// <summary>
    /// The highest round that more than a third of the weight reached, so an honest validator among them; null when none.
    /// </summary>
    public int? RoundOfHonest()
    {
        UInt128 weight = 0;
        foreach ((ValidatorId validator, int round) in farthest
            .Select(entry => (entry.Key, entry.Value[0].Vote.Round)).OrderByDescending(entry => entry.Round))
        {
            weight += committee.Weight(validator);
            if (committee.HasHonest(weight))
            {
                return round;
            }
        }

        return null;
    }

    /// <summary>Takes out the votes of rounds up to this one.</summary>
    public IReadOnlyList<SignedVote> TakeUpTo(long round)
    {
        List<SignedVote> taken = [.. farthest.Values.SelectMany(votes => votes).Where(vote => vote.Vote.Round <= round)];
        foreach (ValidatorId near in farthest.Where(entry => entry.Value[0].Vote.Round <= round).Select(entry => entry.Key).ToList())
        {
            farthest.Remove(near);
        }

        return taken;
    }
}
