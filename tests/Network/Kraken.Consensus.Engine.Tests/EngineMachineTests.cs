using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Log;
using Kraken.Consensus.Engine.Machine;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;
using Kraken.Fields;
using Xunit;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>
/// One machine of four validators, event by event. The proposer of height 1 round 0 is the second validator; the machine is the first's.
/// </summary>
public sealed class EngineMachineTests
{
    private static readonly ValidatorId[] Validators = [.. Enumerable.Range(1, 4).Select(index => new ValidatorId((Felt)index))];
    private static readonly ReadOnlyMemory<byte> Block = Encoding.ASCII.GetBytes("a block");
    private static readonly ValueId Value = MemoryChain.Hash(Block.Span);

    private readonly EngineMachine machine = new(new EngineSetup(
        Validators[0], new Committee(Validators.Select(validator => (validator, 1UL))),
        Cluster.Algorithm, Cluster.Domain, new EngineLimits()));

    public EngineMachineTests() =>
        Handle(new EngineEvent.Started(default, new LogContent([], null), new SignedStep(default, new string('0', 64))));

    [Fact]
    public void EarlyVotesOfOnePeerDoNotBeginAHeight()
    {
        Handle(new EngineEvent.HeightAllowed(1));
        for (int i = 0; i < 1_000; i++)
        {
            Handle(Received(2, VoteOf(3, VoteType.Prevote, 0, null)));
        }

        Assert.Equal("Waiting", machine.Status.Step);
        Assert.Equal(new EngineLimits().EarlyMessagesPerPeer, machine.Status.EarlyMessages);
        Handle(Received(3, VoteOf(4, VoteType.Prevote, 0, null)));
        Assert.Equal("Propose", machine.Status.Step);
    }

    [Fact]
    public void TheBlockOfTheFirstProposerBeginsAHeightOnceTheIntervalHasPassed()
    {
        Assert.Empty(Handle(Received(2, ProposalOf(2, 0))).OfType<EngineEffect.Verify>());
        EngineEffect.Verify opening = Single<EngineEffect.Verify>(Handle(new EngineEvent.HeightAllowed(1)));
        Handle(new EngineEvent.Verified(opening.Ticket, true));
        Assert.Equal("Propose", machine.Status.Step);
    }

    [Fact]
    public void TheBlockOfAnotherDoesNotBeginAHeight()
    {
        Handle(new EngineEvent.HeightAllowed(1));
        Assert.Empty(Handle(Received(3, ProposalOf(3, 0))).OfType<EngineEffect.Verify>());
        Assert.Equal("Waiting", machine.Status.Step);
    }

    [Fact]
    public void SignaturesOfOnePeerAreCheckedUpToItsShare()
    {
        Begin();
        int asked = 0;
        for (int i = 0; i < 12_000; i++)
        {
            asked += Handle(Received(2, VoteOf(3, VoteType.Prevote, i % 16, new ValueId((Felt)(i + 10)))))
                .OfType<EngineEffect.Verify>().Count();
        }

        Assert.Equal(new EngineLimits().VerificationsPerPeer, asked);
        Assert.Single(Handle(Received(3, VoteOf(4, VoteType.Prevote, 0, null))).OfType<EngineEffect.Verify>());
    }

    [Fact]
    public void AWrongSignatureIsNeitherLoggedNorFedAndItsPeerIsPunished()
    {
        Begin();
        EngineEffect.Verify verify = Single<EngineEffect.Verify>(Handle(Received(2, VoteOf(3, VoteType.Prevote, 0, null))));
        IReadOnlyList<EngineEffect> effects = Handle(new EngineEvent.Verified(verify.Ticket, false));
        Assert.Equal(Validators[1], Single<EngineEffect.Penalize>(effects).Peer);
        Assert.Empty(effects.OfType<EngineEffect.Append>());
    }

    [Fact]
    public void RepeatedMessagesAreNotLoggedAgain()
    {
        Begin();
        EngineEvent vote = Received(2, VoteOf(2, VoteType.Prevote, 0, null));
        EngineEffect.Verify verify = Single<EngineEffect.Verify>(Handle(vote));
        Assert.Single(Handle(new EngineEvent.Verified(verify.Ticket, true)).OfType<EngineEffect.Append>());
        long logged = machine.Status.LogBytes;
        for (int i = 0; i < 200; i++)
        {
            Assert.Empty(Handle(vote));
        }

        Assert.Equal(logged, machine.Status.LogBytes);
    }

    [Fact]
    public void OfOneProposerOneBlockPerRoundIsExecuted()
    {
        Begin();
        int executed = 0;
        for (int i = 0; i < 1_025; i++)
        {
            EngineEvent proposal = Received(2, ProposalOf(2, 0, Encoding.ASCII.GetBytes($"block {i}")));
            foreach (EngineEffect.Verify verify in Handle(proposal).OfType<EngineEffect.Verify>().ToList())
            {
                executed += Handle(new EngineEvent.Verified(verify.Ticket, true)).OfType<EngineEffect.Check>().Count();
            }
        }

        Assert.Equal(1, executed);
    }

    [Fact]
    public void GarbageUnderAnHonestValueDoesNotPoisonTheValue()
    {
        Begin();

        // The faulty proposer of round 0 claims, under its signature, that garbage is the block that an honest one proposes in round 1.
        EngineEffect.Check garbage = Propose(2, 0, Encoding.ASCII.GetBytes("garbage"), Value);
        Handle(new EngineEvent.Checked(garbage.Ticket, BlockVerdict.Invalid));
        Elapse(0, TimeoutStep.Prevote);
        VoteNil(0);
        Elapse(0, TimeoutStep.Precommit);
        Assert.Equal(1, machine.Status.Round);
        EngineEffect.Check honest = Propose(3, 1, Block, Value);
        IReadOnlyList<EngineEffect> effects = Handle(new EngineEvent.Checked(honest.Ticket, BlockVerdict.Valid));
        Assert.Equal(Value, Assert.IsType<Vote>(Single<EngineEffect.Sign>(effects).Statement).Value);
    }

    [Fact]
    public void AProposalInThisValidatorsNameIsExecutedLikeAnyOther()
    {
        Begin();
        Elapse(0, TimeoutStep.Propose);
        for (int round = 0; round < 3; round++)
        {
            VoteNil(round);
            Elapse(round, TimeoutStep.Precommit);
        }

        // Round 3 is this validator's own; somebody with its key proposes from elsewhere.
        Assert.Equal(3, machine.Status.Round);
        EngineEffect.Check check = Propose(1, 3, Block, Value);
        Assert.Equal(Value, check.Request.Value);
    }

    [Fact]
    public void ARoundThatIsLeftCancelsItsExecution()
    {
        Begin();
        EngineEffect.Check check = Propose(2, 0, Block, Value);
        Elapse(0, TimeoutStep.Propose);
        VoteNil(0);
        IReadOnlyList<EngineEffect> effects = Elapse(0, TimeoutStep.Precommit);
        Assert.Equal(check.Ticket, Single<EngineEffect.Cancel>(effects).Ticket);
    }

    [Fact]
    public void ABlockWhoseExecutionEndedTheProcessTwiceIsNotExecutedAgain()
    {
        BlockDigest digest = BlockDigest.Of(Block.Span);
        EngineMachine restarted = new(new EngineSetup(
            Validators[0], new Committee(Validators.Select(validator => (validator, 1UL))),
            Cluster.Algorithm, Cluster.Domain, new EngineLimits()));
        List<EngineEffect> effects = [];
        restarted.Handle(
            new EngineEvent.Started(
                default,
                new LogContent([new LogRecord.Attempt(digest), new LogRecord.Attempt(digest)], null),
                new SignedStep(default, new string('0', 64))),
            effects);
        restarted.Handle(Received(2, ProposalOf(2, 0)), effects);
        EngineEffect.Verify verify = effects.OfType<EngineEffect.Verify>().Single();
        effects.Clear();
        restarted.Handle(new EngineEvent.Verified(verify.Ticket, true), effects);
        Assert.Empty(effects.OfType<EngineEffect.Check>());
        Assert.Null(Assert.IsType<Vote>(Single<EngineEffect.Sign>(effects).Statement).Value);
    }

    [Fact]
    public void ABlockThatWasTooSlowForItsRoundIsExecutedAgainAfterARestart()
    {
        // Two executions that the process survived, as this machine logs them.
        Begin();
        List<LogRecord> log = [];
        for (int round = 0; round < 2; round++)
        {
            EngineEffect.Check check = Propose(2 + round, round, Block, Value);
            Elapse(round, TimeoutStep.Propose);
            VoteNil(round);
            Elapse(round, TimeoutStep.Precommit);
            log.AddRange(Handle(new EngineEvent.Checked(check.Ticket, BlockVerdict.Cancelled))
                .OfType<EngineEffect.Append>().Select(append => append.Record));
        }

        BlockDigest digest = BlockDigest.Of(Block.Span);
        Assert.Equal([new LogRecord.AttemptEnded(digest), new LogRecord.AttemptEnded(digest)], log);
        (EngineMachine restarted, List<EngineEffect> effects) = Restart(
            new LogRecord.Attempt(digest),
            new LogRecord.AttemptEnded(digest),
            new LogRecord.Attempt(digest),
            new LogRecord.AttemptEnded(digest));
        effects.Clear();
        restarted.Handle(Received(2, ProposalOf(2, 0)), effects);
        long ticket = Single<EngineEffect.Verify>(effects).Ticket;
        restarted.Handle(new EngineEvent.Verified(ticket, true), effects);
        Assert.Single(effects.OfType<EngineEffect.Check>());
    }

    [Fact]
    public void OtherBytesUnderADecidedValueAreNotExecutedInPlaceOfTheLostBlock()
    {
        TendermintMessage proposal = ProposalOf(2, 0);
        (EngineMachine restarted, List<EngineEffect> effects) = Restart(
        [
            new LogRecord.Input(new ConsensusInput.MessageReceived(Cluster.Algorithm.WithBlock(proposal, default), BlockIsValid: true)),
            .. Enumerable.Range(2, 3).Select(validator =>
                new LogRecord.Input(
                    new ConsensusInput.MessageReceived(VoteOf(validator, VoteType.Precommit, 0, Value), BlockIsValid: true))),
        ]);
        Assert.Empty(effects.OfType<EngineEffect.Commit>());
        for (int round = 0; round < 5; round++)
        {
            effects.Clear();
            restarted.Handle(Received(4, ProposalOf(4, round, Encoding.ASCII.GetBytes("garbage"), Value)), effects);
            Assert.Empty(effects.OfType<EngineEffect.Verify>());
        }

        restarted.Handle(Received(3, proposal), effects);
        restarted.Handle(new EngineEvent.Verified(Single<EngineEffect.Verify>(effects).Ticket, true), effects);
        EngineEffect.Check check = Single<EngineEffect.Check>(effects);
        restarted.Handle(new EngineEvent.Checked(check.Ticket, BlockVerdict.Valid), effects);
        Assert.Equal(Value, Single<EngineEffect.Commit>(effects).Decision.Values[0]);
    }

    [Fact]
    public void AWrongLostBlockIsNotBlamedOnThePeerThatWasAskedForAnother()
    {
        (EngineMachine restarted, List<EngineEffect> effects) = Restart(
        [
            new LogRecord.Input(
                new ConsensusInput.MessageReceived(Cluster.Algorithm.WithBlock(ProposalOf(2, 0), default), BlockIsValid: true)),
            .. Enumerable.Range(2, 3).Select(validator =>
                new LogRecord.Input(
                    new ConsensusInput.MessageReceived(VoteOf(validator, VoteType.Precommit, 0, Value), BlockIsValid: true))),
        ]);
        foreach (int asked in (ReadOnlySpan<int>)[2, 3, 4])
        {
            effects.Clear();
            restarted.Handle(new EngineEvent.Received(Validators[asked - 1], new PeerMessage.Status(1)), effects);
            restarted.Handle(Received(4, ProposalOf(2, 0)), effects);
            restarted.Handle(new EngineEvent.Verified(Single<EngineEffect.Verify>(effects).Ticket, true), effects);
            restarted.Handle(new EngineEvent.Checked(Single<EngineEffect.Check>(effects).Ticket, BlockVerdict.Invalid), effects);
        }

        Assert.Null(restarted.Status.Halted);
    }

    [Fact]
    public void TheBlocksOfAReplayedLogCountAmongItsBytes()
    {
        EngineStatus status = Restart(new LogRecord.KeptBlock(Value, new byte[100_000])).Machine.Status;
        Assert.InRange(status.LogBytes, 100_000, 101_000);
        Assert.Equal(1, status.LogRecords);
    }

    [Fact]
    public void RoundsThatAreMadeUpDoNotFillTheLog()
    {
        Begin();
        int logged = 0;
        for (int i = 0; i < 20_000; i++)
        {
            foreach (EngineEffect.Verify verify in Handle(Received(4, VoteOf(4, VoteType.Prevote, 100 + (i * 17), null)))
                .OfType<EngineEffect.Verify>().ToList())
            {
                logged += Handle(new EngineEvent.Verified(verify.Ticket, true)).OfType<EngineEffect.Append>().Count();
            }
        }

        Assert.InRange(logged, 1, 31);

        // Two honest ones at round 3,000 are followed all the same.
        for (int repeated = 0; repeated < 8 && machine.Status.Round < 3_000; repeated++)
        {
            foreach (int validator in (ReadOnlySpan<int>)[2, 3])
            {
                foreach (EngineEffect.Verify verify in Handle(Received(validator, VoteOf(validator, VoteType.Prevote, 3_000, null)))
                    .OfType<EngineEffect.Verify>().ToList())
                {
                    Handle(new EngineEvent.Verified(verify.Ticket, true));
                }
            }
        }

        Assert.Equal(3_000, machine.Status.Round);
    }

    [Fact]
    public void AFloodOfRequestsIsServedOneAtATime()
    {
        List<EngineEffect> effects = [];
        EngineMachine ahead = new(new EngineSetup(
            Validators[0], new Committee(Validators.Select(validator => (validator, 1UL))),
            Cluster.Algorithm, Cluster.Domain, new EngineLimits()));
        ahead.Handle(
            new EngineEvent.Started(new CommittedTip(9, Value), new LogContent([], null), new SignedStep(default, new string('0', 64))),
            effects);
        effects.Clear();
        for (ulong i = 0; i < 5_000; i++)
        {
            ahead.Handle(new EngineEvent.Received(Validators[1], new PeerMessage.BlockRequest(1 + (i % 12))), effects);
        }

        Assert.Single(effects);
        ahead.Handle(new EngineEvent.BlockRead(Validators[1], 1, null), effects);
        ahead.Handle(new EngineEvent.Received(Validators[1], new PeerMessage.BlockRequest(10)), effects);
        Assert.Single(effects);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, null)]
    [InlineData(true, "damaged behind these")]
    [InlineData(false, "damaged behind these")]
    public void ALogThatDoesNotLeadToWhatWasSignedLastIsNotSpokenUpon(bool isWhole, string? damage)
    {
        Vote prevote = new(VoteType.Prevote, 1, 0, null, Validators[0]);
        LogRecord elapsed = new LogRecord.Input(new ConsensusInput.TimerElapsed(new TimerId(1, 0, (byte)TimeoutStep.Propose)));
        EngineMachine restarted = new(new EngineSetup(
            Validators[0], new Committee(Validators.Select(validator => (validator, 1UL))), Cluster.Algorithm, Cluster.Domain,
            new EngineLimits()));
        List<EngineEffect> effects = [];
        LogContent log = new(isWhole ? [new LogRecord.Attempt(default), elapsed] : [new LogRecord.Attempt(default)], damage);
        restarted.Handle(new EngineEvent.Started(default, log, SignedStep.Of(prevote, Cluster.Algorithm, Cluster.Domain)), effects);
        Assert.Equal(isWhole, restarted.Status.Abstains is null);
        Assert.Equal(isWhole ? 1 : 0, effects.OfType<EngineEffect.Sign>().Count());
        effects.Clear();
        restarted.Handle(new EngineEvent.TimerElapsed(new TimerId(1, 0, (byte)TimeoutStep.Propose)), effects);
        Assert.Empty(effects.OfType<EngineEffect.Sign>());
    }

    [Fact]
    public void ADamagedLogOfAHeightAtWhichNothingWasSignedKeepsNobodySilent()
    {
        EngineMachine restarted = new(new EngineSetup(
            Validators[0], new Committee(Validators.Select(validator => (validator, 1UL))), Cluster.Algorithm, Cluster.Domain,
            new EngineLimits()));
        List<EngineEffect> effects = [];
        restarted.Handle(
            new EngineEvent.Started(default, new LogContent([], "damaged"), new SignedStep(default, new string('0', 64))), effects);
        Assert.Null(restarted.Status.Abstains);
        Assert.Contains("damaged", effects.OfType<EngineEffect.Report>().First().Text, StringComparison.Ordinal);
        Assert.Empty(Appended(effects));
    }

    // Others may be locked on it: what this process met since the first time must not make it vote against it for ever.
    [Fact]
    public void ABlockThatAQuorumVotedForIsNotCheckedAgainWhereItIsHeld()
    {
        (EngineMachine restarted, List<EngineEffect> effects) = Restart([new LogRecord.KeptBlock(Value, Block), .. Polka()]);
        Verified(restarted, Reproposal(3, 1), effects);
        Assert.Empty(effects.OfType<EngineEffect.Check>());
        Assert.True(Assert.IsType<ConsensusInput.MessageReceived>(
            Assert.IsType<LogRecord.Input>(Appended(effects).Single()).Value).BlockIsValid);

        // Other bytes are, and what is not held: without what this node alone sees.
        (EngineMachine other, effects) = Restart([new LogRecord.KeptBlock(Value, Encoding.ASCII.GetBytes("other bytes")), .. Polka()]);
        Verified(other, Reproposal(3, 1), effects);
        Assert.True(Single<EngineEffect.Check>(effects).Request.IsVouchedFor);

        // So is one whose quorum is but claimed, and one that is proposed for the first time: with all that this node sees.
        (EngineMachine deceived, effects) = Restart(new LogRecord.KeptBlock(Value, Block));
        Verified(deceived, Reproposal(3, 1), effects);
        Assert.False(Single<EngineEffect.Check>(effects).Request.IsVouchedFor);
        Verified(deceived, ProposalOf(2, 0), effects);
        Assert.False(Single<EngineEffect.Check>(effects).Request.IsVouchedFor);
    }

    [Fact]
    public void ABlockThatEndedProcessesIsTriedAgainOnlyWhereOthersMayBeLockedOnIt()
    {
        LogRecord attempt = new LogRecord.Attempt(BlockDigest.Of(Block.Span));
        (EngineMachine restarted, List<EngineEffect> effects) = Restart([attempt, attempt, .. Polka()]);
        for (int reminder = 0; reminder < 4; reminder++)
        {
            Verified(restarted, Reproposal(3, 1), effects);
            Assert.Empty(effects.OfType<EngineEffect.Check>());
            Assert.Empty(Appended(effects));
            restarted.Handle(new EngineEvent.ReminderDue(), effects);
        }

        Verified(restarted, Reproposal(3, 1), effects);
        long ticket = Single<EngineEffect.Check>(effects).Ticket;

        // An execution that the process survived is on record, whatever was found.
        effects.Clear();
        restarted.Handle(new EngineEvent.Checked(ticket, BlockVerdict.Invalid), effects);
        Assert.Equal(new LogRecord.AttemptEnded(BlockDigest.Of(Block.Span)), Appended(effects)[0]);

        // Where a quorum is but claimed it is refused; and a refusal without an execution does not make those before it harmless.
        LogRecord refused = new LogRecord.Input(
            new ConsensusInput.MessageReceived(Cluster.Algorithm.WithBlock(ProposalOf(2, 0), default), BlockIsValid: false));
        foreach (TendermintMessage again in (TendermintMessage[])[ProposalOf(3, 1), Reproposal(3, 1)])
        {
            (restarted, effects) = Restart(attempt, attempt, refused);
            Verified(restarted, again, effects);
            Assert.Empty(effects.OfType<EngineEffect.Check>());
            Assert.False(Assert.IsType<ConsensusInput.MessageReceived>(
                Assert.IsType<LogRecord.Input>(Appended(effects).Single()).Value).BlockIsValid);
        }
    }

    // Whatever is logged after a loss, it does not bring back what was said before the last statement, a lock among it.
    [Fact]
    public void WhatWasLostOnceIsNotDerivedFromWhatCameLater()
    {
        Vote prevote = new(VoteType.Prevote, 1, 0, null, Validators[0]);
        LogRecord elapsed = new LogRecord.Input(new ConsensusInput.TimerElapsed(new TimerId(1, 0, (byte)TimeoutStep.Propose)));
        LogRecord givenBack = new LogRecord.Input(
            new ConsensusInput.MessageReceived(VoteOf(1, VoteType.Prevote, 0, null), BlockIsValid: true));
        SignedStep last = SignedStep.Of(prevote, Cluster.Algorithm, Cluster.Domain);
        LogRecord[] torn = [new LogRecord.Attempt(default)];

        // The first start after the loss says so in the log; an empty log is opened first.
        Assert.Equal([new LogRecord.Abstention()], Appended(Restart(last, torn).Effects));
        List<EngineEffect> emptied = Restart(last).Effects;
        Assert.Equal([new LogRecord.Abstention()], Appended(emptied));
        Assert.True(
            emptied.FindIndex(effect => effect is EngineEffect.OpenLog) < emptied.FindIndex(effect => effect is EngineEffect.Append));

        foreach (LogRecord[] log in (LogRecord[][])
        [
            [.. torn, new LogRecord.Abstention(), elapsed],
            [new LogRecord.Abstention(), elapsed, givenBack],
            [.. torn, givenBack],
        ])
        {
            (EngineMachine restarted, List<EngineEffect> effects) = Restart(last, log);
            Assert.NotNull(restarted.Status.Abstains);
            Assert.Empty(effects.OfType<EngineEffect.Sign>());
            Assert.Equal(log.Contains(new LogRecord.Abstention()) ? 0 : 1, Appended(effects).Length);
        }

        // A guard that is ahead of the chain keeps it silent at the next height, and that height's log says so too.
        (EngineMachine behind, List<EngineEffect> decided) = Restart(
            last with { Slot = last.Slot with { Height = 3 } },
            [
                new LogRecord.KeptBlock(Value, Block),
                new LogRecord.Input(new ConsensusInput.MessageReceived(Cluster.Algorithm.WithBlock(ProposalOf(2, 0), default), true)),
                .. Enumerable.Range(2, 3).Select(validator =>
                    new LogRecord.Input(new ConsensusInput.MessageReceived(VoteOf(validator, VoteType.Precommit, 0, Value), true))),
            ]);
        Single<EngineEffect.Commit>(decided);
        decided.Clear();
        behind.Handle(new EngineEvent.Committed(1, CommitOutcome.Done), decided);
        Assert.Equal(2ul, Single<EngineEffect.OpenLog>(decided).Height);
        Assert.Equal([new LogRecord.Abstention()], Appended(decided));

        // At another height it means nothing.
        Assert.Null(Restart(new SignedStep(default, last.Content), new LogRecord.Abstention(), elapsed).Machine.Status.Abstains);
    }

    [Fact]
    public void ADiskThatLosesWhatItWasGivenEndsThisValidatorsPart()
    {
        Begin();
        IReadOnlyList<EngineEffect> effects = Handle(new EngineEvent.StorageFailed("the disk is gone"));
        Assert.Contains("the disk is gone", Single<EngineEffect.Halt>(effects).Reason, StringComparison.Ordinal);
        Single<EngineEffect.ForgetTimers>(effects);
        Assert.Empty(Elapse(0, TimeoutStep.Propose));
        Assert.Empty(Handle(Received(2, ProposalOf(2, 0))));
        Assert.Empty(Handle(new EngineEvent.Signed(1, null)));

        // It goes on telling where it stands.
        Single<EngineEffect.Broadcast>(Handle(new EngineEvent.ReminderDue()));
    }

    private static LogRecord[] Appended(IEnumerable<EngineEffect> effects) =>
        [.. effects.OfType<EngineEffect.Append>().Select(append => append.Record)];

    private static (EngineMachine Machine, List<EngineEffect> Effects) Restart(params LogRecord[] log) =>
        Restart(new SignedStep(default, new string('0', 64)), log);

    private static (EngineMachine Machine, List<EngineEffect> Effects) Restart(SignedStep last, params LogRecord[] log)
    {
        EngineMachine restarted = new(new EngineSetup(
            Validators[0], new Committee(Validators.Select(validator => (validator, 1UL))),
            Cluster.Algorithm, Cluster.Domain, new EngineLimits()));
        List<EngineEffect> effects = [];
        restarted.Handle(new EngineEvent.Started(default, new LogContent(log, null), last), effects);
        return (restarted, effects);
    }

    private static T Single<T>(IEnumerable<EngineEffect> effects)
        where T : EngineEffect => effects.OfType<T>().Single();

    private static EngineEvent Received(int peer, ConsensusMessage message) =>
        new EngineEvent.Received(Validators[peer - 1], new PeerMessage.Consensus(message));

    private static TendermintMessage VoteOf(int validator, VoteType type, int round, ValueId? value) =>
        new TendermintMessage.VoteMessage(new SignedVote(new Vote(type, 1, round, value, Validators[validator - 1]), new byte[64]));

    private static TendermintMessage ProposalOf(int validator, int round) => ProposalOf(validator, round, Block);

    private static TendermintMessage ProposalOf(int validator, int round, ReadOnlyMemory<byte> block, ValueId? value = null)
    {
        Proposal proposal =
            new(1, round, value ?? MemoryChain.Hash(block.Span), -1, Validators[validator - 1]) { Digest = BlockDigest.Of(block.Span) };
        return new TendermintMessage.ProposalMessage(new SignedProposal(proposal, new byte[64]), block);
    }

    /// <summary>A proposal of a block that had a quorum in the first round, by its author's word.</summary>
    private static TendermintMessage Reproposal(int validator, int round)
    {
        Proposal proposal = new(1, round, Value, 0, Validators[validator - 1]) { Digest = BlockDigest.Of(Block.Span) };
        return new TendermintMessage.ProposalMessage(new SignedProposal(proposal, new byte[64]), Block);
    }

    /// <summary>The three others prevote the block in the first round.</summary>
    private static IEnumerable<LogRecord> Polka() => Enumerable.Range(2, 3).Select(validator =>
        (LogRecord)new LogRecord.Input(new ConsensusInput.MessageReceived(VoteOf(validator, VoteType.Prevote, 0, Value), true)));

    /// <summary>A message comes and its signature holds; the effects of that alone are left.</summary>
    private static void Verified(EngineMachine machine, ConsensusMessage message, List<EngineEffect> effects)
    {
        effects.Clear();
        machine.Handle(Received(4, message), effects);
        long ticket = Single<EngineEffect.Verify>(effects).Ticket;
        effects.Clear();
        machine.Handle(new EngineEvent.Verified(ticket, true), effects);
    }

    private List<EngineEffect> Handle(EngineEvent next)
    {
        List<EngineEffect> effects = [];
        machine.Handle(next, effects);
        return effects;
    }

    private void Begin() => Handle(new EngineEvent.HeightDue(1));

    private List<EngineEffect> Elapse(int round, TimeoutStep step) =>
        Handle(new EngineEvent.TimerElapsed(new TimerId(1, round, (byte)step)));

    private EngineEffect.Check Propose(int validator, int round, ReadOnlyMemory<byte> block, ValueId value)
    {
        EngineEffect.Verify verify = Single<EngineEffect.Verify>(Handle(Received(4, ProposalOf(validator, round, block, value))));
        return Single<EngineEffect.Check>(Handle(new EngineEvent.Verified(verify.Ticket, true)));
    }

    /// <summary>The three others precommit nil.</summary>
    private void VoteNil(int round)
    {
        for (int validator = 2; validator <= 4; validator++)
        {
            foreach (EngineEffect.Verify verify in Handle(Received(validator, VoteOf(validator, VoteType.Precommit, round, null)))
                .OfType<EngineEffect.Verify>().ToList())
            {
                Handle(new EngineEvent.Verified(verify.Ticket, true));
            }
        }
    }
}
