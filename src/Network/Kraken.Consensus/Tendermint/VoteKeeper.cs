using System;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Consensus.Tendermint;

/// <summary>Counts the votes of one height, by round, and tells each threshold once.</summary>
public sealed class VoteKeeper(Committee committee)
{
    private readonly SortedDictionary<int, RoundVotes> rounds = [];

    /// <summary>Equivocations seen, in order of arrival.</summary>
    public IReadOnlyList<Equivocation> Evidence => evidence;

    private readonly List<Equivocation> evidence = [];

    /// <summary>Counts a vote and tells which threshold it reached.</summary>
    /// <param name="vote">A vote of this height; a stranger's weighs 0.</param>
    /// <param name="currentRound">The round of the caller: a third of the weight above it is reason to skip.</param>
    public Threshold Apply(SignedVote vote, int currentRound)
    {
        ArgumentNullException.ThrowIfNull(vote);
        RoundVotes round = Round(vote.Vote.Round);
        VoteCount count = round.Count(vote.Vote.Type);
        if (count.Add(vote) is { } equivocation)
        {
            evidence.Add(equivocation);
        }

        round.Senders.Add(vote.Vote.Validator);
        Threshold threshold = vote.Vote.Round > currentRound && committee.HasHonest(committee.SumOfWeights(round.Senders))
            ? new Threshold(ThresholdKind.Skip, vote.Vote.Round, null)
            : Reached(count, vote.Vote);
        bool isNew = threshold.Kind != ThresholdKind.None && round.Told.Add(threshold);
        return isNew || threshold.Kind == ThresholdKind.Skip ? threshold : Threshold.None;
    }

    /// <summary>
    /// Counts the votes of a certificate: a quorum of equal votes for a value, which outweighs what its signers sent before.
    /// </summary>
    /// <returns>The threshold it proves; none when it is not a valid certificate.</returns>
    public Threshold ApplyCertificate(IReadOnlyCollection<SignedVote> certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        Vote? first = certificate.FirstOrDefault()?.Vote;
        if (first?.Value is null || !IsCertificate(certificate, first))
        {
            return Threshold.None;
        }

        evidence.AddRange(Round(first.Round).Count(first.Type).AddCertificate(certificate));
        return new Threshold(
            first.Type == VoteType.Prevote ? ThresholdKind.PolkaValue : ThresholdKind.PrecommitValue, first.Round, first.Value);
    }

    /// <summary>True when a quorum of the round voted for the value (null: for nil).</summary>
    public bool HasQuorum(int round, VoteType type, ValueId? value) =>
        rounds.TryGetValue(round, out RoundVotes? votes) && votes.Count(type).HasQuorum(value);

    /// <summary>True when a quorum of the round voted, for whatever values.</summary>
    public bool HasQuorumOfAny(int round, VoteType type) =>
        rounds.TryGetValue(round, out RoundVotes? votes) && votes.Count(type).HasQuorumOfAny();

    /// <summary>The votes of a round for a value, in ascending order of validator.</summary>
    public IReadOnlyList<SignedVote> VotesFor(int round, VoteType type, ValueId? value) =>
        rounds.TryGetValue(round, out RoundVotes? votes) ? votes.Count(type).VotesFor(value) : [];

    /// <summary>All votes of a round, prevotes first, each type in ascending order of validator.</summary>
    public IReadOnlyList<SignedVote> AllVotes(int round) =>
        rounds.TryGetValue(round, out RoundVotes? votes)
            ? [.. votes.Count(VoteType.Prevote).Counted, .. votes.Count(VoteType.Precommit).Counted]
            : [];

    /// <summary>The rounds in which a quorum precommitted one value, in ascending order.</summary>
    public IEnumerable<int> RoundsWithDecision() =>
        rounds.Where(entry => entry.Value.Count(VoteType.Precommit).HasQuorumOfOne()).Select(entry => entry.Key);

    /// <summary>True when the vote would tell something new: a validator's first, or the first that contradicts it.</summary>
    public bool Wants(Vote vote)
    {
        ArgumentNullException.ThrowIfNull(vote);
        return !rounds.TryGetValue(vote.Round, out RoundVotes? votes) || votes.Count(vote.Type).Wants(vote);
    }

    /// <summary>The counted weight of a round for a value.</summary>
    internal UInt128 WeightOf(int round, VoteType type, ValueId? value) =>
        rounds.TryGetValue(round, out RoundVotes? votes) ? votes.Count(type).WeightOf(value) : 0;

    private static Threshold Reached(VoteCount count, Vote vote)
    {
        bool prevote = vote.Type == VoteType.Prevote;
        if (count.HasQuorum(vote.Value))
        {
            return vote.Value is null
                ? new Threshold(prevote ? ThresholdKind.PolkaNil : ThresholdKind.PrecommitAny, vote.Round, null)
                : new Threshold(prevote ? ThresholdKind.PolkaValue : ThresholdKind.PrecommitValue, vote.Round, vote.Value);
        }

        return count.HasQuorumOfAny()
            ? new Threshold(prevote ? ThresholdKind.PolkaAny : ThresholdKind.PrecommitAny, vote.Round, null)
            : Threshold.None;
    }

    private bool IsCertificate(IReadOnlyCollection<SignedVote> votes, Vote first) =>
        votes.All(vote => vote.Vote with { Validator = first.Validator } == first)
        && committee.IsQuorum(committee.SumOfWeights(votes.Select(vote => vote.Vote.Validator)));

    private RoundVotes Round(int round)
    {
        if (!rounds.TryGetValue(round, out RoundVotes? votes))
        {
            votes = new RoundVotes(committee);
            rounds.Add(round, votes);
        }

        return votes;
    }

    private sealed class RoundVotes(Committee committee)
    {
        private readonly VoteCount prevotes = new(committee);
        private readonly VoteCount precommits = new(committee);

        public HashSet<ValidatorId> Senders { get; } = [];

        public HashSet<Threshold> Told { get; } = [];

        public VoteCount Count(VoteType type) => type == VoteType.Prevote ? prevotes : precommits;
    }
}
