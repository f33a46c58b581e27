using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Log;
using Kraken.Consensus.Engine.Messages;

namespace Kraken.Consensus.Engine.Machine;

/// <summary>
/// A validator between its consensus core and the world, as data in, data out: no clock, no task, no randomness, no I/O. It decides which
/// messages are worth a signature check, an execution, a line in the log; makes every input durable before an effect of it leaves the
/// node; replays its log after a crash; repeats what peers may lack; and catches up by certificates when the committee is ahead.
/// </summary>
/// <remarks>
/// Equal events in equal order give equal effects. What it holds of foreign content is bounded by <see cref="EngineLimits"/>. While a
/// height is undecided, one of these is true at any time: a timer is set, an answer is outstanding, or the next reminder makes it say and
/// ask for what is missing.
/// </remarks>
public sealed class EngineMachine
{
    private static readonly TimeSpan FirstCommitRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestCommitRetry = TimeSpan.FromSeconds(30);

    private readonly EngineState state;
    private readonly Deliberation deliberation;
    private readonly CatchUp catchUp;
    private readonly Intake intake;
    private SignedStep? lastSignedBeforeStart;
    private TimeSpan commitRetry = FirstCommitRetry;
    private int reminders;
    private int nextAsked;

    /// <summary>Makes a machine; its first event is <see cref="EngineEvent.Started"/>.</summary>
    public EngineMachine(EngineSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        state = new EngineState(setup);
        deliberation = new Deliberation(state);
        catchUp = new CatchUp(state, deliberation);
        intake = new Intake(state, deliberation, catchUp);
    }

    /// <summary>Where it stands.</summary>
    public EngineStatus Status => new(
        state.Height,
        state.IsStarted ? state.Core.Position.Round : -1,
        state.IsStarted ? state.Core.Position.Step : "Waiting",
        state.Abstains,
        state.Halted,
        intake.EarlyCount,
        intake.VerificationCount,
        state.Blocks.Bytes + intake.EarlyBytes,
        state.LogRecords,
        state.LogBytes,
        catchUp.Claimed);

    private bool SignedAtThisHeight => lastSignedBeforeStart?.Slot.Height >= state.Height;

    /// <summary>Takes one event and appends what is to be done, in order.</summary>
    public void Handle(EngineEvent next, ICollection<EngineEffect> effects)
    {
        ArgumentNullException.ThrowIfNull(effects);
        state.Output = effects;
        switch (next)
        {
            case EngineEvent.Received { Message: PeerMessage.BlockRequest request } received:
                catchUp.Serve(received.Peer, request.Height);
                break;
            case EngineEvent.BlockRead read:
                catchUp.OnRead(read.Peer, read.Block);
                break;
            case EngineEvent.PeerConnected connected:
                Greet(connected.Peer);
                break;
            case EngineEvent.ReminderDue:
                Remind();
                break;
            default:
                if (state.Halted is null)
                {
                    TakePart(next);
                }

                break;
        }
    }

    private void TakePart(EngineEvent next)
    {
        switch (next)
        {
            case EngineEvent.Started started:
                Start(started);
                break;
            case EngineEvent.Received { Message: PeerMessage.CarrierRequest request } received:
                catchUp.AnswerCarrier(received.Peer, request);
                break;
            case EngineEvent.Received received:
                intake.Receive(received.Peer, received.Message);
                break;
            case EngineEvent.Verified verified:
                intake.OnVerified(verified.Ticket, verified.IsAuthentic);
                break;
            case EngineEvent.Checked check:
                if (!deliberation.OnChecked(check.Ticket, check.Verdict))
                {
                    catchUp.OnChecked(check.Ticket, check.Verdict);
                }

                break;
            case EngineEvent.Built built:
                deliberation.OnBuilt(built.Ticket, built.Block);
                break;
            case EngineEvent.Signed signed:
                deliberation.OnSigned(signed.Ticket, signed.Statement);
                break;
            case EngineEvent.Committed committed when state.Committing is { } decision && decision.Height == committed.Height:
                OnCommitted(decision, committed.Outcome);
                break;
            case EngineEvent.StorageFailed failed:
                state.Halt($"height {state.Height}: {failed.Reason}; mend the disk and start this node again, it reads its log then");
                break;
            case EngineEvent.TimerElapsed elapsed when IsCurrent(elapsed.Id):
                deliberation.Feed(new ConsensusInput.TimerElapsed(elapsed.Id));
                break;
            case EngineEvent.HeightDue due when due.Height == state.Height && !state.IsStarted && state.Committing is null:
                intake.StartHeight();
                break;
            case EngineEvent.HeightAllowed allowed when allowed.Height == state.Height:
                intake.Allow();
                break;
            default:
                break;
        }
    }

    private bool IsCurrent(TimerId timer) =>
        state.IsStarted && state.Committing is null && timer.Height == state.Height && timer.Round == state.Core.Position.Round;

    private void Start(EngineEvent.Started started)
    {
        state.Tip = started.Tip;
        lastSignedBeforeStart = started.LastSigned;
        if (started.Log.Damage is { } damage)
        {
            state.Report(ReportLevel.Error, damage);
        }

        if (started.Log.Records.Count == 0)
        {
            Abstain(SignedAtThisHeight);
            OpenLog();
            BeginToWait();
            return;
        }

        state.Report(
            ReportLevel.Information, $"height {state.Height}: replaying {started.Log.Records.Count} records of the write-ahead log");
        state.IsStarted = true;
        state.Restore(started.Log.Records);
        Replayed replayed = new(state);
        IReadOnlyList<ConsensusEffect> open = replayed.Run(started.Log.Records);
        Abstain(SignedAtThisHeight && (replayed.HasAbstained || !replayed.Derives(started.LastSigned)));
        if (!replayed.HasAbstained)
        {
            LogAbstention();
        }

        deliberation.Resume(replayed, open);
    }

    /// <summary>
    /// What this validator said at this height rests on inputs that its log lost: a lock may be forgotten, so it says nothing more before
    /// the next height.
    /// </summary>
    private void Abstain(bool mustAbstain)
    {
        state.Abstains = mustAbstain ? "the log of this height does not hold what was signed at it" : null;
        if (mustAbstain)
        {
            state.Report(ReportLevel.Error, $"height {state.Height}: this validator says nothing at this height: {state.Abstains}");
        }
    }

    private void OpenLog()
    {
        state.Output.Add(new EngineEffect.OpenLog(state.Height));
        LogAbstention();
    }

    // A later start must know: what this log will hold may lead to the last statement, and cannot lead to what was said before it.
    private void LogAbstention()
    {
        if (state.Abstains is not null)
        {
            state.Append(new LogRecord.Abstention());
        }
    }

    private void BeginToWait()
    {
        state.Output.Add(new EngineEffect.Broadcast(new PeerMessage.Status(state.Tip.Height)));
        state.Output.Add(new EngineEffect.AwaitHeight(state.Height));
        catchUp.Ask();
        intake.LookForOpening();
    }

    private void OnCommitted(OrderedCommit decision, CommitOutcome outcome)
    {
        switch (outcome)
        {
            case CommitOutcome.Diverged:
                state.Halt($"height {decision.Height}: the committee decided {decision.Values[^1]}, which this node finds invalid");
                return;
            case CommitOutcome.Failed:
                state.Report(
                    ReportLevel.Error,
                    $"height {decision.Height}: the decided block could not be written; trying again in {(int)commitRetry.TotalSeconds} s");
                state.Output.Add(new EngineEffect.RetryCommit(commitRetry, decision, [.. decision.Values.Select(BytesOf)]));
                commitRetry = commitRetry * 2 < LongestCommitRetry ? commitRetry * 2 : LongestCommitRetry;
                return;
            default:
                break;
        }

        state.Report(ReportLevel.Information, $"height {decision.Height} decided: {decision.Values[^1]}");
        state.Tip = new CommittedTip(decision.Height, decision.Values[^1]);
        commitRetry = FirstCommitRetry;
        reminders = 0;
        state.Forget();
        deliberation.Forget();
        intake.Forget();
        catchUp.Forget();
        state.Abstains = SignedAtThisHeight ? state.Abstains : null;
        OpenLog();
        BeginToWait();
    }

    private ReadOnlyMemory<byte> BytesOf(ValueId value) => state.Blocks.Find(value) ?? catchUp.Judged!.Bytes;

    private void Greet(ValidatorId peer)
    {
        state.Output.Add(new EngineEffect.Send(peer, new PeerMessage.Status(state.Tip.Height)));
        if (state.IsStarted && state.Halted is null)
        {
            foreach (ConsensusEffect.SayAgain again in Reminders().OfType<ConsensusEffect.SayAgain>())
            {
                state.Output.Add(new EngineEffect.Send(peer, new PeerMessage.Consensus(again.Message)));
            }
        }
    }

    private void Remind()
    {
        state.Output.Add(new EngineEffect.Broadcast(new PeerMessage.Status(state.Tip.Height)));
        if (state.Halted is not null)
        {
            return;
        }

        state.Attempts.Remind();
        catchUp.Remind();

        // A height that began since the last reminder needs none yet.
        if (!state.IsStarted || state.Committing is not null || reminders++ == 0)
        {
            return;
        }

        foreach (ConsensusEffect effect in Reminders())
        {
            if (effect is ConsensusEffect.SayAgain again)
            {
                deliberation.Publish(again.Message);
            }
            else if (effect is ConsensusEffect.AskFor ask && NextPeer() is { } peer)
            {
                state.Output.Add(new EngineEffect.Send(peer, new PeerMessage.CarrierRequest(ask.Height, ask.Round)));
            }
        }
    }

    private List<ConsensusEffect> Reminders()
    {
        List<ConsensusEffect> effects = [];
        state.Core.Remind(effects);
        return effects;
    }

    private ValidatorId? NextPeer()
    {
        List<ValidatorId> peers = [.. state.Committee.Validators.Where(validator => validator != state.Setup.Self)];
        if (peers.Count == 0)
        {
            return null;
        }

        nextAsked = (nextAsked + 1) % peers.Count;
        return peers[nextAsked];
    }
}
