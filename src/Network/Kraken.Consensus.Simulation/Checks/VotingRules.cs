using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Checks;

/// <summary>
/// What an honest validator may say by Algorithm 1 of [TENDERMINT], told by an observer from the authentic messages that its machine
/// was ever given and from what it said before, restarts included. It counts for itself: nothing here is the core's.
/// </summary>
/// <param name="node">The node's name.</param>
/// <param name="self">The validator.</param>
/// <param name="selection">Who proposes.</param>
internal sealed class VotingRules(string node, ValidatorId self, Committee committee, IProposerSelection selection)
{
    private readonly Dictionary<(ulong Height, int Round), RoundContent> rounds = [];
    private ulong highest;

    /// <summary>The machine is given an authentic message.</summary>
    public void Heard(ConsensusMessage message)
    {
        foreach (SignedStatement signed in message.Statements)
        {
            Heard(signed.Statement);
        }
    }

    /// <summary>The machine is given an authentic statement, or made one.</summary>
    public void Heard(Statement statement)
    {
        Forget(statement.Slot.Height);
        RoundContent round = At(statement.Slot.Height, statement.Slot.Round);
        switch (statement)
        {
            case Vote vote:
                round.Votes.Add((vote.Type, vote.Value, vote.Validator));
                break;
            case Proposal proposal when proposal.Proposer == selection.Proposer(committee, proposal.Height, proposal.Round):
                round.Proposals.Add((proposal.Value, proposal.ValidRound));
                break;
            default:
                break;
        }
    }

    /// <summary>The node says something under its own name.</summary>
    public void Says(Statement statement)
    {
        string? violated = statement switch
        {
            Vote { Value: { } value, Type: VoteType.Prevote } vote => Prevote(vote, value),
            Vote { Value: { } value, Type: VoteType.Precommit } vote =>
                HasPolka(vote.Height, vote.Round, value) ? null : "no quorum that it heard of prevoted the value in this round [L36]",
            Vote { Type: VoteType.Prevote } vote =>
                HasElapsed(vote, TimeoutStep.Propose) || At(vote.Height, vote.Round).Proposals.Count > 0 ? null
                    : "it heard of no proposal and did not wait for one [L57]",
            Vote vote => HasElapsed(vote, TimeoutStep.Prevote) || HasPolka(vote.Height, vote.Round, null) ? null
                : "no quorum that it heard of prevoted nil, and it did not wait for one [L44, L61]",
            Proposal proposal => Proposed(proposal),
            _ => null,
        };
        violated ??= Entered(statement.Slot.Height, statement.Slot.Round);
        if (violated is not null)
        {
            throw new InvariantException(Verdict.Invalid, $"{node} says {statement}, but {violated}");
        }
    }

    /// <summary>A timer of the node's elapsed.</summary>
    public void Elapsed(TimerId timer) => At(timer.Height, timer.Round).Elapsed.Add((TimeoutStep)timer.Kind);

    /// <summary>The node sets a timer.</summary>
    public void Sets(TimerId timer)
    {
        string? violated = (TimeoutStep)timer.Kind switch
        {
            TimeoutStep.Propose => Entered(timer.Height, timer.Round),
            TimeoutStep.Prevote => HasQuorum(timer.Height, timer.Round, VoteType.Prevote) ? null
                : "no quorum that it heard of prevoted in this round [L34]",
            _ => HasQuorum(timer.Height, timer.Round, VoteType.Precommit) ? null
                : "no quorum that it heard of precommitted in this round [L47]",
        };
        if (violated is not null)
        {
            throw new InvariantException(Verdict.Invalid,
                $"{node} waits for the {(TimeoutStep)timer.Kind} timeout of h{timer.Height} r{timer.Round}, but {violated}");
        }
    }

    // [TENDERMINT L22, L28]
    private string? Prevote(Vote vote, ValueId value)
    {
        (int lockedRound, ValueId? locked) = LockBefore(vote.Height, vote.Round);
        int[] validRounds =
            [.. At(vote.Height, vote.Round).Proposals.Where(proposal => proposal.Value == value).Select(proposal => proposal.ValidRound)];
        bool isAllowed = validRounds.Any(validRound => validRound < 0
            ? lockedRound < 0 || locked == value
            : validRound < vote.Round && HasPolka(vote.Height, validRound, value) && (lockedRound <= validRound || locked == value));
        return isAllowed ? null
            : $"it precommitted {TraceText.Short(locked)} in round {lockedRound}, "
                + $"and the valid rounds proposed are [{string.Join(' ', validRounds)}] [L22, L28]";
    }

    // [TENDERMINT L15-L16]: what a validator locked is its valid value, unless a later polka replaced it.
    private string? Proposed(Proposal proposal) =>
        LockBefore(proposal.Height, proposal.Round).Round > proposal.ValidRound
            ? "it precommitted another value later than the valid round [L15]"
        : proposal.ValidRound >= 0 && !HasPolka(proposal.Height, proposal.ValidRound, proposal.Value)
            ? "it heard of no polka in the valid round [L42]"
        : null;

    private (int Round, ValueId? Value) LockBefore(ulong height, int round) => rounds
        .Where(entry => entry.Key.Height == height && entry.Key.Round < round)
        .OrderByDescending(entry => entry.Key.Round)
        .SelectMany(entry =>
            entry.Value.Votes.Where(vote => vote.Type == VoteType.Precommit && vote.Value is not null && vote.Validator == self)
            .Select(vote => (entry.Key.Round, vote.Value)))
        .FirstOrDefault((-1, null));

    private bool HasElapsed(Vote vote, TimeoutStep step) => At(vote.Height, vote.Round).Elapsed.Contains(step);

    private bool HasQuorum(ulong height, int round, VoteType type) =>
        3 * WeightOf(At(height, round).Votes.Where(vote => vote.Type == type).Select(vote => vote.Validator)) > 2 * committee.TotalWeight;

    private bool HasPolka(ulong height, int round, ValueId? value) =>
        3 * WeightOf(At(height, round).Votes.Where(vote => vote.Type == VoteType.Prevote && vote.Value == value)
            .Select(vote => vote.Validator)) > 2 * committee.TotalWeight;

    /// <summary>What forbids a node to be in a round; null when it may.</summary>
    private string? Entered(ulong height, int round) => round == 0
        || (HasQuorum(height, round - 1, VoteType.Precommit) && At(height, round - 1).Elapsed.Contains(TimeoutStep.Precommit))
        || 3 * WeightOf(rounds.Where(entry => entry.Key.Height == height && entry.Key.Round >= round)
            .SelectMany(entry => entry.Value.Votes).Select(vote => vote.Validator)
                .Where(validator => validator != self)) > committee.TotalWeight
        ? null : "nothing that it heard lets it enter this round [L55, L65]";

    private UInt128 WeightOf(IEnumerable<ValidatorId> validators)
    {
        UInt128 weight = 0;
        foreach (ValidatorId validator in validators.Distinct())
        {
            weight += committee.Weight(validator);
        }

        return weight;
    }

    private RoundContent At(ulong height, int round)
    {
        if (!rounds.TryGetValue((height, round), out RoundContent? content))
        {
            rounds.Add((height, round), content = new RoundContent());
        }

        return content;
    }

    /// <summary>Lower heights are over.</summary>
    private void Forget(ulong height)
    {
        if (height <= highest)
        {
            return;
        }

        highest = height;
        foreach ((ulong Height, int Round) key in rounds.Keys.Where(key => key.Height + 1 < height).ToList())
        {
            rounds.Remove(key);
        }
    }

    private sealed class RoundContent
    {
        public HashSet<(VoteType Type, ValueId? Value, ValidatorId Validator)> Votes { get; } = [];

        public HashSet<(ValueId Value, int ValidRound)> Proposals { get; } = [];

        public HashSet<TimeoutStep> Elapsed { get; } = [];
    }
}
