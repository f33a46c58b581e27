using System;
using System.Collections.Generic;

namespace Kraken.Consensus.Tendermint;

/// <summary>Tendermint over all heights (arXiv 1807.04938): one <see cref="RoundDriver"/> per height, messages of the next heights kept for later.</summary>
/// <param name="self">This validator.</param>
/// <param name="selection">Who proposes.</param>
public sealed class TendermintCore(ValidatorId self, IProposerSelection selection) : IConsensusCore
{
    /// <summary>Messages of rounds further ahead than this are dropped: an honest node never sends them, a faulty one could fill the memory with them.</summary>
    public const int MaxRoundsAhead = 100;

    /// <summary>How many heights ahead messages are kept; a node further behind catches up by certificates.</summary>
    public const ulong MaxHeightsAhead = 2;

    private const int MaxKeptMessages = 4096;

    private readonly List<ConsensusInput> kept = [];
    private readonly HashSet<Proposal> beingChecked = [];
    private RoundDriver? driver;
    private Committee? committee;
    private bool decided;
    private int equivocationsTold;

    /// <summary>The current height; 0 before the first.</summary>
    public ulong Height { get; private set; }

    /// <summary>The current round, -1 before the first.</summary>
    public int Round => driver?.State.Round ?? -1;

    /// <summary>The current step.</summary>
    public RoundStep CurrentStep => driver?.State.Step ?? RoundStep.None;

    /// <inheritdoc/>
    public void Step(ConsensusInput input, ICollection<ConsensusEffect> effects)
    {
        ArgumentNullException.ThrowIfNull(effects);
        if (input is ConsensusInput.StartHeight start)
        {
            Start(start, effects);
        }
        else if (HeightOf(input) > Height && HeightOf(input) <= Height + MaxHeightsAhead)
        {
            Keep(input);
        }
        else if (driver is not null && HeightOf(input) == Height && !decided)
        {
            Apply(driver, input, effects);
        }
    }

    private static ulong HeightOf(ConsensusInput input) => input switch
    {
        ConsensusInput.ProposalReceived received => received.Proposal.Proposal.Height,
        ConsensusInput.VoteReceived received => received.Vote.Vote.Height,
        ConsensusInput.ValueBuilt built => built.Height,
        ConsensusInput.ValueChecked check => check.Proposal.Height,
        ConsensusInput.TimeoutElapsed elapsed => elapsed.Id.Height,
        _ => throw new ArgumentOutOfRangeException(nameof(input)),
    };

    private void Start(ConsensusInput.StartHeight start, ICollection<ConsensusEffect> effects)
    {
        if (start.Height <= Height && driver is not null)
        {
            return;
        }

        Height = start.Height;
        committee = start.Committee;
        decided = false;
        equivocationsTold = 0;
        beingChecked.Clear();
        driver = new RoundDriver(self, committee, Height, selection);
        Handle(driver, driver.Start(), effects);

        // What arrived early is applied now; what is older than this height is dropped.
        List<ConsensusInput> early = kept.FindAll(input => HeightOf(input) == Height);
        kept.RemoveAll(input => HeightOf(input) <= Height);
        foreach (ConsensusInput input in early)
        {
            Step(input, effects);
        }
    }

    private void Keep(ConsensusInput input)
    {
        if (input is ConsensusInput.VoteReceived or ConsensusInput.ProposalReceived && kept.Count < MaxKeptMessages)
        {
            kept.Add(input);
        }
    }

    private void Apply(RoundDriver current, ConsensusInput input, ICollection<ConsensusEffect> effects)
    {
        switch (input)
        {
            case ConsensusInput.ProposalReceived received:
                Check(received.Proposal.Proposal, effects);
                break;
            case ConsensusInput.VoteReceived received when received.Vote.Vote.Round <= Round + MaxRoundsAhead && committee!.Weight(received.Vote.Vote.Validator) > 0:
                Handle(current, current.ApplyVote(received.Vote), effects);
                TellEquivocations(current, effects);
                break;
            case ConsensusInput.ValueBuilt built when built.Round == Round && CurrentStep == RoundStep.Propose:
                Handle(current, current.ProposeValue(built.Value), effects);
                break;
            case ConsensusInput.ValueChecked check:
                Handle(current, current.ApplyProposal(check.Proposal, check.IsValid), effects);
                break;
            case ConsensusInput.TimeoutElapsed elapsed when elapsed.Id.Round == Round:
                Handle(current, current.ApplyTimeout(elapsed.Id.Step), effects);
                break;
            default:
                break;
        }
    }

    /// <summary>Asks for the verdict on a proposal of the right proposer, once.</summary>
    private void Check(Proposal proposal, ICollection<ConsensusEffect> effects)
    {
        bool plausible = proposal.Round >= 0 && proposal.Round <= Round + MaxRoundsAhead && proposal.ValidRound >= -1 && proposal.ValidRound < proposal.Round;
        if (plausible && proposal.Proposer == selection.Proposer(committee!, proposal.Height, proposal.Round) && beingChecked.Add(proposal))
        {
            effects.Add(new ConsensusEffect.CheckValue(proposal));
        }
    }

    private void Handle(RoundDriver current, RoundOutput output, ICollection<ConsensusEffect> effects)
    {
        Emit(current, output, effects);
        while (!decided && (current.HasStepChange || current.HasPending))
        {
            Emit(current, current.HasStepChange ? current.ApplyStepChange() : current.ApplyPending(), effects);
        }
    }

    private void Emit(RoundDriver current, RoundOutput output, ICollection<ConsensusEffect> effects)
    {
        switch (output)
        {
            case RoundOutput.BuildValue build:
                effects.Add(new ConsensusEffect.BuildValue(build.Height, build.Round));
                effects.Add(new ConsensusEffect.ScheduleTimeout(new TimeoutId(build.Height, build.Round, TimeoutStep.Propose)));
                break;
            case RoundOutput.Propose propose:
                effects.Add(new ConsensusEffect.BroadcastProposal(propose.Proposal));
                break;
            case RoundOutput.CastVote cast:
                effects.Add(new ConsensusEffect.BroadcastVote(cast.Vote));
                break;
            case RoundOutput.ScheduleTimeout timeout:
                effects.Add(new ConsensusEffect.ScheduleTimeout(new TimeoutId(Height, timeout.Round, timeout.Step)));
                break;
            case RoundOutput.Decided decision:
                decided = true;
                effects.Add(new ConsensusEffect.Decide(new CommitCertificate(
                    Height, decision.Round, decision.Value, current.Votes.VotesFor(decision.Round, VoteType.Precommit, decision.Value))));
                break;
            default:
                break;
        }
    }

    private void TellEquivocations(RoundDriver current, ICollection<ConsensusEffect> effects)
    {
        for (; equivocationsTold < current.Votes.Evidence.Count; equivocationsTold++)
        {
            effects.Add(new ConsensusEffect.ReportEquivocation(current.Votes.Evidence[equivocationsTold]));
        }
    }
}
