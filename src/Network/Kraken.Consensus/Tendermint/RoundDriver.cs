using System;
using System.Collections.Generic;

namespace Kraken.Consensus.Tendermint;

/// <summary>
/// Turns messages into the clauses of the round machine for one height: keeps proposals and votes, and finds the one clause
/// that a message, a timeout or a step change enables. A clause enabled beside it waits in <see cref="HasPending"/>.
/// </summary>
/// <remarks>
/// The paper's "upon" clauses may fire in any order; this driver fixes one, so equal inputs give equal outputs on every node.
/// </remarks>
public sealed class RoundDriver(ValidatorId self, Committee committee, ulong height, IProposerSelection selection)
{
    private readonly List<(Proposal Proposal, bool IsValid)> proposals = [];
    private readonly List<(RoundInput Input, int Round)> pending = [];
    private readonly HashSet<(RoundInput Input, int Round, RoundStep Step)> executed = [];
    private bool stepChanged;

    /// <summary>The round machine's state.</summary>
    public RoundState State { get; private set; } = RoundState.Initial(self, height);

    /// <summary>The votes of the height.</summary>
    public VoteKeeper Votes { get; } = new(committee);

    /// <summary>True when <see cref="ApplyStepChange"/> has something to look at.</summary>
    public bool HasStepChange => stepChanged;

    /// <summary>True when <see cref="ApplyPending()"/> has an input.</summary>
    public bool HasPending => pending.Count > 0;

    /// <summary>Begins a round: the first of the height, or the one to skip to.</summary>
    public RoundOutput Start(int round = 0) => Step(() => Begin(round));

    /// <summary>The application built the value that was asked for.</summary>
    public RoundOutput ProposeValue(ValueId value) => Step(() => Call(new RoundInput.ProposeValue(value)));

    /// <summary>A proposal whose value was checked. One of a wrong proposer is dropped.</summary>
    public RoundOutput ApplyProposal(Proposal proposal, bool isValid) => Step(() => OnProposal(proposal, isValid));

    /// <summary>A vote whose signature was checked.</summary>
    public RoundOutput ApplyVote(SignedVote vote) => Step(() => OnThreshold(Votes.Apply(vote, State.Round)));

    /// <summary>A certificate whose signatures were checked.</summary>
    public RoundOutput ApplyCertificate(IReadOnlyCollection<SignedVote> certificate) =>
        Step(() => OnThreshold(Votes.ApplyCertificate(certificate)));

    /// <summary>Validators of more than a third of the weight are in this round or above it [TENDERMINT L55].</summary>
    public RoundOutput ApplySkip(int round) => Step(() => Call(new RoundInput.SkipRound(round)));

    /// <summary>A timeout of the current round.</summary>
    public RoundOutput ApplyTimeout(TimeoutStep step) => Step(() => Call(step switch
    {
        TimeoutStep.Propose => new RoundInput.ProposeTimeout(height, State.Round),
        TimeoutStep.Prevote => new RoundInput.PrevoteTimeout(height, State.Round),
        _ => new RoundInput.PrecommitTimeout(height, State.Round),
    }));

    /// <summary>Looks again at what is known after the step changed: a clause may hold now that did not before.</summary>
    public RoundOutput ApplyStepChange() => Step(OnStepChange);

    /// <summary>Applies the input that waits longest; one of a round that was left is dropped.</summary>
    public RoundOutput ApplyPending() => ApplyPendingAt(0);

    /// <summary>Applies a given one of the waiting inputs, in the order of a recorded run.</summary>
    internal RoundOutput ApplyPending(RoundInput input)
    {
        int index = pending.FindIndex(entry => entry.Input == input);
        return index >= 0 ? ApplyPendingAt(index) : throw new ArgumentException($"{input} does not wait", nameof(input));
    }

    private RoundOutput ApplyPendingAt(int index)
    {
        (RoundInput input, int round) = pending[index];
        pending.RemoveAt(index);
        return Step(() => round == State.Round ? Call(input) : new RoundOutput.Nothing());
    }

    private RoundOutput Step(Func<RoundOutput> apply)
    {
        (int Round, RoundStep Step) before = (State.Round, State.Step);
        RoundOutput output = apply();
        if (output is RoundOutput.SkipTo skip)
        {
            output = Begin(skip.Round);
        }

        // A skip from one propose step to the next is a change too: a proposal of the new round may be known already.
        stepChanged = (State.Round, State.Step) != before;
        return output;
    }

    private RoundOutput Begin(int round) =>
        Call(selection.Proposer(committee, height, round) == self
            ? new RoundInput.NewRoundAsProposer(round)
            : new RoundInput.NewRound(round));

    /// <summary>Calls the machine unless it saw this very input in this round and step.</summary>
    private RoundOutput Call(RoundInput input)
    {
        RoundStep step = State.Step;
        if (executed.Contains((input, State.Round, step)))
        {
            return new RoundOutput.Nothing();
        }

        (State, RoundOutput output) = RoundStateMachine.Apply(State, input);
        executed.Add((input, State.Round, step));
        return output;
    }

    private RoundOutput OnThreshold(Threshold threshold) => threshold.Kind switch
    {
        ThresholdKind.Skip when threshold.Round > State.Round => Call(new RoundInput.SkipRound(threshold.Round)),
        ThresholdKind.PrecommitValue => OnPrecommits(threshold.Round, threshold.Value!.Value),
        ThresholdKind.PrecommitAny when threshold.Round == State.Round => Call(new RoundInput.PrecommitAny()),
        ThresholdKind.PolkaValue => OnPolka(threshold.Round, threshold.Value!.Value),
        ThresholdKind.PolkaAny when threshold.Round == State.Round => Call(new RoundInput.PolkaAny()),
        ThresholdKind.PolkaNil when threshold.Round == State.Round => Call(new RoundInput.PolkaNil()),
        _ => new RoundOutput.Nothing(),
    };

    // [TENDERMINT L47-L49], [L55]
    private RoundOutput OnPrecommits(int round, ValueId value)
    {
        if (Knows(round, value))
        {
            return Call(new RoundInput.ProposalAndPrecommits(round, value));
        }

        return round == State.Round ? Call(new RoundInput.PrecommitAny())
            : round > State.Round ? Call(new RoundInput.SkipRound(round))
            : new RoundOutput.Nothing();
    }

    // [TENDERMINT L28], [L34-L36]
    private RoundOutput OnPolka(int round, ValueId value)
    {
        if (round < State.Round)
        {
            return proposals.Exists(known => known.IsValid
                && known.Proposal.Round == State.Round && known.Proposal.Value == value && known.Proposal.ValidRound == round)
                ? Call(new RoundInput.ProposalAndPreviousPolka(value, round))
                : new RoundOutput.Nothing();
        }

        if (round > State.Round)
        {
            return new RoundOutput.Nothing();
        }

        if (Knows(round, value))
        {
            pending.Add((new RoundInput.ProposalAndPolka(value), round));
        }

        return Call(new RoundInput.PolkaAny());
    }

    private RoundOutput OnProposal(Proposal proposal, bool isValid)
    {
        if (proposal.Proposer != selection.Proposer(committee, proposal.Height, proposal.Round) || proposal.Height != height)
        {
            return new RoundOutput.Nothing();
        }

        if (!isValid)
        {
            return OnInvalidProposal(proposal);
        }

        if (!proposals.Exists(known => known.Proposal == proposal))
        {
            proposals.Add((proposal, isValid));
        }

        if (Votes.HasQuorum(proposal.Round, VoteType.Precommit, proposal.Value))
        {
            return Call(new RoundInput.ProposalAndPrecommits(proposal.Round, proposal.Value));
        }

        return proposal.Round == State.Round ? OnCurrentProposal(proposal) : new RoundOutput.Nothing();
    }

    private RoundOutput OnCurrentProposal(Proposal proposal)
    {
        if (State.Step == RoundStep.Propose)
        {
            return proposal.ValidRound == -1 ? Call(new RoundInput.ProposalArrived(proposal.Round, proposal.Value))
                : Votes.HasQuorum(proposal.ValidRound, VoteType.Prevote, proposal.Value)
                    ? Call(new RoundInput.ProposalAndPreviousPolka(proposal.Value, proposal.ValidRound))
                : new RoundOutput.Nothing();
        }

        return State.Step is RoundStep.Prevote or RoundStep.Precommit && Votes.HasQuorum(State.Round, VoteType.Prevote, proposal.Value)
            ? Call(new RoundInput.ProposalAndPolka(proposal.Value))
            : new RoundOutput.Nothing();
    }

    private RoundOutput OnInvalidProposal(Proposal proposal)
    {
        if (State.Step != RoundStep.Propose || proposal.Round != State.Round)
        {
            return new RoundOutput.Nothing();
        }

        return Votes.HasQuorum(proposal.ValidRound, VoteType.Prevote, proposal.Value)
            ? Call(new RoundInput.ProposalInvalidWithPolka(proposal.Value))
            : Call(new RoundInput.ProposalInvalid());
    }

    private RoundOutput OnStepChange()
    {
        if (Votes.HasQuorumOfAny(State.Round, VoteType.Precommit))
        {
            pending.Add((new RoundInput.PrecommitAny(), State.Round));
        }

        // A faulty proposer may have sent several proposals: the first counts.
        int index = proposals.FindIndex(known => known.Proposal.Round == State.Round);
        RoundInput? prevoted = State.Step == RoundStep.Prevote ? QuorumOfPrevotes() : null;
        if (index < 0)
        {
            return prevoted is null ? new RoundOutput.Nothing() : Call(prevoted);
        }

        if (prevoted is not null)
        {
            // A quorum that was told in an earlier step was refused then and is not told again.
            pending.Add((prevoted, State.Round));
        }

        return OnProposal(proposals[index].Proposal, proposals[index].IsValid);
    }

    // [TENDERMINT L34], [L44]
    private RoundInput? QuorumOfPrevotes() =>
        Votes.HasQuorum(State.Round, VoteType.Prevote, null) ? new RoundInput.PolkaNil()
        : Votes.HasQuorumOfAny(State.Round, VoteType.Prevote) ? new RoundInput.PolkaAny()
        : null;

    private bool Knows(int round, ValueId value) =>
        proposals.Exists(known => known.IsValid && known.Proposal.Round == round && known.Proposal.Value == value);
}
