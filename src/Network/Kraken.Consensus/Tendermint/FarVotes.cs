using System;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Consensus.Tendermint;

/// <summary>
/// Votes of rounds far ahead: of each validator those of its two latest rounds, since honest validators repeat the votes of their round
/// and of the one before. Bounded by the committee, however many rounds a faulty validator makes up.
/// </summary>
internal sealed class FarVotes(Committee committee)
{
    private const int RoundsPerValidator = 2;

    private readonly SortedDictionary<ValidatorId, List<SignedVote>> latest = [];

    public bool Wants(Vote vote)
    {
        if (!latest.TryGetValue(vote.Validator, out List<SignedVote>? votes))
        {
            return true;
        }

        List<int> rounds = [.. votes.Select(known => known.Vote.Round).Distinct()];
        return rounds.Contains(vote.Round)
            ? !votes.Exists(known => known.Vote.Round == vote.Round && known.Vote.Type == vote.Type)
            : rounds.Count < RoundsPerValidator || vote.Round > rounds.Min();
    }

    public void Add(SignedVote vote)
    {
        if (!latest.TryGetValue(vote.Vote.Validator, out List<SignedVote>? votes))
        {
            latest.Add(vote.Vote.Validator, [vote]);
            return;
        }

        votes.Add(vote);
        List<int> rounds = [.. votes.Select(known => known.Vote.Round).Distinct().OrderDescending().Take(RoundsPerValidator)];
        votes.RemoveAll(known => !rounds.Contains(known.Vote.Round));
    }

    /// <summary>The highest round that more than a third of the weight reached, so an honest validator among them; null when none.</summary>
    public int? RoundOfHonest()
    {
        UInt128 weight = 0;
        foreach ((ValidatorId validator, int round) in latest
            .Select(entry => (entry.Key, entry.Value.Max(vote => vote.Vote.Round))).OrderByDescending(entry => entry.Item2))
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
        List<SignedVote> taken = [.. latest.Values.SelectMany(votes => votes).Where(vote => vote.Vote.Round <= round)];
        foreach (List<SignedVote> votes in latest.Values)
        {
            votes.RemoveAll(vote => vote.Vote.Round <= round);
        }

        foreach (ValidatorId empty in latest.Where(entry => entry.Value.Count == 0).Select(entry => entry.Key).ToList())
        {
            latest.Remove(empty);
        }

        return taken;
    }
}
