using System;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Consensus.Tendermint;

/// <summary>The votes of one type in one round. Each validator's first vote counts; a second, different one is kept as evidence.</summary>
internal sealed class VoteCount(Committee committee)
{
    // An honest validator casts one vote; a second one proves equivocation and more would prove nothing new.
    private const int VotesKeptPerValidator = 2;

    private readonly SortedDictionary<ValidatorId, List<SignedVote>> received = [];
    private readonly List<(ValueId? Value, UInt128 Weight)> weights = [];

    /// <summary>The weight of the counted votes for a value.</summary>
    public UInt128 WeightOf(ValueId? value) => weights.Find(entry => entry.Value == value).Weight;

    /// <summary>Counts a vote; returns evidence when the validator voted otherwise before.</summary>
    public Equivocation? Add(SignedVote vote)
    {
        if (!received.TryGetValue(vote.Vote.Validator, out List<SignedVote>? votes))
        {
            received.Add(vote.Vote.Validator, [vote]);
            AddWeight(vote.Vote.Value, committee.Weight(vote.Vote.Validator));
            return null;
        }

        if (!Wants(vote.Vote))
        {
            return null;
        }

        votes.Add(vote);
        return new Equivocation(votes[0], vote);
    }

    /// <summary>True when the vote is its validator's first, or the first that contradicts it.</summary>
    public bool Wants(Vote vote) =>
        !received.TryGetValue(vote.Validator, out List<SignedVote>? votes)
        || (votes.Count < VotesKeptPerValidator && !votes.Exists(known => known.Vote == vote));

    /// <summary>Each validator's counted vote, in ascending order of validator.</summary>
    public IEnumerable<SignedVote> Counted => received.Values.Select(votes => votes[0]);

    /// <summary>Counts the votes of a certificate in place of what their validators voted before.</summary>
    public IReadOnlyList<Equivocation> AddCertificate(IReadOnlyCollection<SignedVote> certificate)
    {
        List<Equivocation> evidence = [];
        foreach (SignedVote vote in certificate)
        {
            if (received.TryGetValue(vote.Vote.Validator, out List<SignedVote>? votes))
            {
                evidence.AddRange(votes.Where(known => known.Vote.Value != vote.Vote.Value).Select(known => new Equivocation(known, vote)));
                votes.RemoveAll(known => known.Vote == vote.Vote);
                votes.Insert(0, vote);
            }
            else
            {
                received.Add(vote.Vote.Validator, [vote]);
            }
        }

        Recount();
        return evidence;
    }

    /// <summary>True when a quorum voted for the value.</summary>
    public bool HasQuorum(ValueId? value) => committee.IsQuorum(WeightOf(value));

    /// <summary>True when a quorum voted for one value, nil aside.</summary>
    public bool HasQuorumOfOne() => weights.Exists(entry => entry.Value is not null && committee.IsQuorum(entry.Weight));

    /// <summary>True when a quorum voted, for whatever values.</summary>
    public bool HasQuorumOfAny()
    {
        UInt128 sum = 0;
        foreach ((_, UInt128 weight) in weights)
        {
            sum += weight;
        }

        return committee.IsQuorum(sum);
    }

    /// <summary>Every received vote for a value, in ascending order of validator.</summary>
    public IReadOnlyList<SignedVote> VotesFor(ValueId? value) =>
        [.. received.Values.Select(votes => votes.Find(vote => vote.Vote.Value == value)).OfType<SignedVote>()];

    private void Recount()
    {
        weights.Clear();
        foreach ((ValidatorId validator, List<SignedVote> votes) in received)
        {
            AddWeight(votes[0].Vote.Value, committee.Weight(validator));
        }
    }

    private void AddWeight(ValueId? value, ulong weight)
    {
        int index = weights.FindIndex(entry => entry.Value == value);
        if (index < 0)
        {
            weights.Add((value, weight));
        }
        else
        {
            weights[index] = (value, weights[index].Weight + weight);
        }
    }
}
