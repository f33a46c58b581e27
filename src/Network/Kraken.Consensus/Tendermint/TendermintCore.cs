using System;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Consensus.Tendermint;

/// <summary>Tendermint over all heights [TENDERMINT]: one <see cref="RoundDriver"/> per height.</summary>
/// <param name="self">This validator.</param>
/// <param name="selection">Who proposes.</param>
/// <param name="timeouts">The timeouts of its rounds.</param>
public sealed class TendermintCore(ValidatorId self, IProposerSelection selection, TendermintTimeouts timeouts) : IConsensusCore
{
    /// <summary>
    /// Votes of rounds up to this much ahead are counted as they come. Of rounds further ahead each validator has room for one
    /// (<see cref="FarVotes"/>): an honest validator is that far away only from one that was cut off.
    /// </summary>
    public const int MaxRoundsAhead = 16;

    private readonly Dictionary<int, SignedProposal> carriers = [];
    private readonly Dictionary<ValueId, BlockDigest> digests = [];
    private RoundDriver? driver;
    private FarVotes? far;
    private Committee? committee;
    private ulong height;
    private ValueId parent;
    private bool decided;
    private int equivocationsTold;

    /// <inheritdoc/>
    public ConsensusPosition Position => new(height, driver?.State.Round ?? -1, (driver?.State.Step ?? RoundStep.None).ToString());

    private RoundState State => driver!.State;

    /// <inheritdoc/>
    public bool Wants(ConsensusMessage message) => driver is not null && !decided && message?.Height == height && message switch
    {
        TendermintMessage.ProposalMessage proposal => Wants(proposal.Signed.Proposal),
        TendermintMessage.VoteMessage vote => committee!.Weight(vote.Signed.Vote.Validator) > 0 && Wants(vote.Signed),
        TendermintMessage.PolkaMessage polka => polka.Round <= (long)State.Round + MaxRoundsAhead
            && polka.Prevotes.Count <= committee!.Validators.Count
            && committee.IsQuorum(committee.SumOfWeights(polka.Prevotes.Select(vote => vote.Vote.Validator)))
            && !driver.Votes.HasQuorum(polka.Round, VoteType.Prevote, polka.Value),
        _ => false,
    };

    /// <inheritdoc/>
    public void Step(ConsensusInput input, ICollection<ConsensusEffect> effects)
    {
        ArgumentNullException.ThrowIfNull(effects);
        if (input is ConsensusInput.StartHeight start)
        {
            Start(start, effects);
        }
        else if (driver is not null && !decided)
        {
            Apply(driver, input, effects);
        }
    }

    /// <inheritdoc/>
    public void Remind(ICollection<ConsensusEffect> effects)
    {
        ArgumentNullException.ThrowIfNull(effects);
        if (driver is not { } current || decided)
        {
            return;
        }

        // Whoever left the round before this one did so by votes that others may lack: with them they follow.
        foreach (int round in (ReadOnlySpan<int>)[State.Round - 1, State.Round])
        {
            foreach (SignedVote vote in current.Votes.AllVotes(round))
            {
                effects.Add(new ConsensusEffect.SayAgain(new TendermintMessage.VoteMessage(vote)));
            }
        }

        // The polka behind a re-proposal, without which nobody prevotes it [TENDERMINT L28].
        if (State.ValidValue is { } valid && current.Votes.HasQuorum(State.ValidRound, VoteType.Prevote, valid))
        {
            effects.Add(new ConsensusEffect.SayAgain(
                new TendermintMessage.PolkaMessage(current.Votes.VotesFor(State.ValidRound, VoteType.Prevote, valid))));
        }

        foreach (int round in MissingProposals())
        {
            effects.Add(new ConsensusEffect.AskFor(height, round));
        }
    }

    /// <inheritdoc/>
    public ConsensusMessage? CarrierOf(int round) =>
        carriers.TryGetValue(round, out SignedProposal? signed) ? new TendermintMessage.ProposalMessage(signed, default) : null;

    /// <inheritdoc/>
    public bool Needs(ValueId value) => driver is not null && (value == State.ValidValue || value == State.LockedValue
        || carriers.Any(entry => entry.Value.Proposal.Value == value
            && (entry.Key >= State.Round || driver.Votes.HasQuorum(entry.Key, VoteType.Precommit, value))));

    /// <inheritdoc/>
    public bool HasEarlierQuorum(ConsensusMessage message) =>
        driver is not null && message is TendermintMessage.ProposalMessage { Signed.Proposal: { ValidRound: >= 0 } proposal }
        && message.Height == height && driver.Votes.HasQuorum(proposal.ValidRound, VoteType.Prevote, proposal.Value);

    private bool Wants(Proposal proposal)
    {
        bool isTimely = proposal.Round >= State.Round
            ? proposal.Round <= (long)State.Round + 1
            : driver!.Votes.HasQuorum(proposal.Round, VoteType.Precommit, proposal.Value);
        return isTimely
            && !carriers.ContainsKey(proposal.Round)
            && proposal.Proposer == selection.Proposer(committee!, height, proposal.Round);
    }

    private bool Wants(SignedVote signed) =>
        signed.Vote.Round <= (long)State.Round + MaxRoundsAhead ? driver!.Votes.Wants(signed.Vote) : far!.Wants(signed.Vote, State.Round);

    private void Start(ConsensusInput.StartHeight start, ICollection<ConsensusEffect> effects)
    {
        if (start.Height <= height && driver is not null)
        {
            return;
        }

        height = start.Height;
        parent = start.Parent;
        committee = start.Committee;
        decided = false;
        equivocationsTold = 0;
        carriers.Clear();
        digests.Clear();
        far = new FarVotes(start.Committee);
        driver = new RoundDriver(self, start.Committee, height, selection);
        Handle(driver, driver.Start(), effects);
    }

    private void Apply(RoundDriver current, ConsensusInput input, ICollection<ConsensusEffect> effects)
    {
        switch (input)
        {
            case ConsensusInput.MessageReceived { Message: TendermintMessage.ProposalMessage proposal } received when Wants(proposal):
                carriers.Add(proposal.Round, proposal.Signed);
                if (received.BlockIsValid)
                {
                    // The host keeps the first bytes that proved valid for a value; a re-proposal carries those.
                    digests.TryAdd(proposal.Signed.Proposal.Value, proposal.Signed.Proposal.Digest);
                }

                Handle(current, current.ApplyProposal(proposal.Signed.Proposal, received.BlockIsValid), effects);
                break;
            case ConsensusInput.MessageReceived { Message: TendermintMessage.VoteMessage vote } when Wants(vote):
                ApplyVote(current, vote.Signed, effects);
                break;
            case ConsensusInput.MessageReceived { Message: TendermintMessage.PolkaMessage polka } when Wants(polka):
                Handle(current, current.ApplyCertificate(polka.Prevotes), effects);
                if (!decided && polka.Round > State.Round)
                {
                    Handle(current, current.ApplySkip(polka.Round), effects);
                }

                TellEquivocations(current, effects);
                break;
            case ConsensusInput.ValueBuilt built when built.Height == height
                && built.Round == State.Round
                && State.Step == RoundStep.Propose:
                Handle(current, current.ProposeValue(built.Value), effects, built.Digest);
                break;
            case ConsensusInput.TimerElapsed elapsed when elapsed.Id.Height == height && elapsed.Id.Round == State.Round:
                Handle(current, current.ApplyTimeout((TimeoutStep)elapsed.Id.Kind), effects);
                break;
            default:
                break;
        }
    }

    private void ApplyVote(RoundDriver current, SignedVote vote, ICollection<ConsensusEffect> effects)
    {
        if (vote.Vote.Round <= (long)State.Round + MaxRoundsAhead)
        {
            Handle(current, current.ApplyVote(vote), effects);
            TellEquivocations(current, effects);
            return;
        }

        far!.Add(vote);
        if (far.RoundOfHonest() is { } round && round > State.Round)
        {
            Handle(current, current.ApplySkip(round), effects);
            foreach (SignedVote near in far.TakeUpTo((long)State.Round + MaxRoundsAhead))
            {
                if (!decided)
                {
                    Handle(current, current.ApplyVote(near), effects);
                }
            }
        }
    }

    private void Handle(RoundDriver current, RoundOutput output, ICollection<ConsensusEffect> effects, BlockDigest digest = default)
    {
        Emit(current, output, effects, digest);
        while (!decided && (current.HasStepChange || current.HasPending))
        {
            Emit(current, current.HasStepChange ? current.ApplyStepChange() : current.ApplyPending(), effects, digest);
        }
    }

    private void Emit(RoundDriver current, RoundOutput output, ICollection<ConsensusEffect> effects, BlockDigest digest)
    {
        switch (output)
        {
            case RoundOutput.BuildValue build:
                effects.Add(new ConsensusEffect.BuildValue(build.Height, build.Round, parent));
                Schedule(build.Round, TimeoutStep.Propose, effects);
                break;
            case RoundOutput.Propose propose:
                Propose(propose.Proposal, effects, digest);
                break;
            case RoundOutput.CastVote cast:
                effects.Add(new ConsensusEffect.Say(cast.Vote));
                break;
            case RoundOutput.ScheduleTimeout timeout:
                Schedule(timeout.Round, timeout.Step, effects);
                break;
            case RoundOutput.Decided decision:
                decided = true;
                CommitCertificate certificate = new(
                    height, decision.Round, decision.Value, current.Votes.VotesFor(decision.Round, VoteType.Precommit, decision.Value));
                effects.Add(new ConsensusEffect.Commit(new OrderedCommit(height, [decision.Value], certificate)));
                break;
            default:
                break;
        }
    }

    private void Propose(Proposal proposal, ICollection<ConsensusEffect> effects, BlockDigest digest)
    {
        // A re-proposal begins its round without a value to build and so without a timeout: should it not leave the node, the round ends by
        // this one.
        if (State.ValidValue is { } valid && valid == proposal.Value)
        {
            Schedule(proposal.Round, TimeoutStep.Propose, effects);
            digest = digests[valid];
        }

        effects.Add(new ConsensusEffect.Say(proposal with { Digest = digest }));
    }

    private void Schedule(int round, TimeoutStep step, ICollection<ConsensusEffect> effects) =>
        effects.Add(new ConsensusEffect.SetTimer(new TimerId(height, round, (byte)step), timeouts.Of(step, round)));

    /// <summary>The rounds whose proposal this validator cannot do without: the current one, and one that a quorum precommitted.</summary>
    private IEnumerable<int> MissingProposals()
    {
        foreach (int round in driver!.Votes.RoundsWithDecision())
        {
            if (!carriers.ContainsKey(round))
            {
                yield return round;
            }
        }

        if (!carriers.ContainsKey(State.Round) && selection.Proposer(committee!, height, State.Round) != self)
        {
            yield return State.Round;
        }
    }

    private void TellEquivocations(RoundDriver current, ICollection<ConsensusEffect> effects)
    {
        for (; equivocationsTold < current.Votes.Evidence.Count; equivocationsTold++)
        {
            Equivocation evidence = current.Votes.Evidence[equivocationsTold];
            effects.Add(new ConsensusEffect.ReportEquivocation(evidence.First, evidence.Second));
        }
    }
}
