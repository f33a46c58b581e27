using System;
using System.Collections.Generic;
using System.Globalization;
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

    private readonly EngineSetup setup;
    private readonly IConsensusCore core;
    private readonly EarlyMessages early;
    private readonly Verifications verifications;
    private readonly HeldBlocks blocks;
    private readonly CatchUp catchUp = new();
    private readonly Attempts attempts;
    private readonly Dictionary<long, Statement> signing = [];
    private readonly Dictionary<long, int> building = [];
    private readonly Dictionary<long, (ValidatorId Peer, ConsensusMessage Message)> checking = [];
    private readonly HashSet<ValidatorId> served = [];
    private readonly HashSet<ValidatorId> answered = [];
    private readonly HashSet<(ValidatorId Author, StatementSlot Slot)> accused = [];
    private readonly HashSet<ValueId> kept = [];
    private readonly HashSet<long> cancelled = [];
    private ICollection<EngineEffect> output = [];
    private CommittedTip tip;
    private SignedStep? lastSignedBeforeStart;
    private OrderedCommit? committing;
    private OrderedCommit? waitsForBlock;
    private (long Ticket, DecidedBlock Block)? judged;
    private TimeSpan commitRetry = FirstCommitRetry;
    private string? abstains;
    private string? halted;
    private bool isStarted;
    private bool isAllowed;
    private bool isOpening;
    private int reminders;
    private int nextAsked;
    private long tickets;
    private long logRecords;
    private long logBytes;

    /// <summary>Makes a machine; its first event is <see cref="EngineEvent.Started"/>.</summary>
    public EngineMachine(EngineSetup setup)
    {
        ArgumentNullException.ThrowIfNull(setup);
        this.setup = setup;
        core = setup.Algorithm.CreateCore(setup.Self);
        early = new EarlyMessages(setup.Limits);
        verifications = new Verifications(setup.Limits);
        blocks = new HeldBlocks(setup.Limits);
        attempts = new Attempts(setup.Limits);
    }

    /// <summary>Where it stands.</summary>
    public EngineStatus Status => new(
        Height,
        isStarted ? core.Position.Round : -1,
        isStarted ? core.Position.Step : "Waiting",
        abstains,
        halted,
        early.Count,
        verifications.Count,
        blocks.Bytes + early.Bytes,
        logRecords,
        logBytes);

    private ulong Height => tip.Height + 1;

    private Committee Committee => setup.Committee;

    /// <summary>Takes one event and appends what is to be done, in order.</summary>
    public void Handle(EngineEvent next, ICollection<EngineEffect> effects)
    {
        ArgumentNullException.ThrowIfNull(effects);
        output = effects;
        switch (next)
        {
            case EngineEvent.Received { Message: PeerMessage.BlockRequest request } received:
                Serve(received.Peer, request.Height);
                break;
            case EngineEvent.BlockRead read:
                served.Remove(read.Peer);
                if (read.Block is not null)
                {
                    output.Add(new EngineEffect.Send(read.Peer, new PeerMessage.Decided(read.Block)));
                }

                break;
            case EngineEvent.PeerConnected connected:
                Greet(connected.Peer);
                break;
            case EngineEvent.ReminderDue:
                Remind();
                break;
            default:
                if (halted is null)
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
            case EngineEvent.Received received:
                Receive(received.Peer, received.Message);
                break;
            case EngineEvent.Verified verified when verifications.Take(verified.Ticket) is { } taken:
                OnVerified(taken.Peer, taken.Message, taken.Purpose, verified.IsAuthentic);
                break;
            case EngineEvent.Checked check when judged is { } decided && decided.Ticket == check.Ticket:
                OnJudged(decided.Block, check.Verdict);
                break;
            case EngineEvent.Checked check when checking.Remove(check.Ticket, out (ValidatorId Peer, ConsensusMessage Message) proposed):
                OnChecked(proposed.Message, check.Verdict);
                break;
            case EngineEvent.Built built when building.Remove(built.Ticket, out int round):
                OnBuilt(round, built.Block);
                break;
            case EngineEvent.Signed signed when signing.Remove(signed.Ticket, out Statement? statement):
                OnSigned(statement, signed.Statement);
                break;
            case EngineEvent.Committed committed when committing?.Height == committed.Height:
                OnCommitted(committing, committed.Outcome);
                break;
            case EngineEvent.TimerElapsed elapsed when isStarted && elapsed.Id.Height == Height && elapsed.Id.Round == core.Position.Round:
                Feed(new ConsensusInput.TimerElapsed(elapsed.Id));
                break;
            case EngineEvent.HeightDue due when due.Height == Height && !isStarted:
                StartHeight();
                break;
            case EngineEvent.HeightAllowed allowed when allowed.Height == Height && !isStarted:
                isAllowed = true;
                LookForOpening();
                break;
            default:
                break;
        }
    }

    // ---- start and recovery

    private void Start(EngineEvent.Started started)
    {
        tip = started.Tip;
        lastSignedBeforeStart = started.LastSigned;
        if (started.Log.Damage is { } damage)
        {
            Report(ReportLevel.Error, damage);
        }

        if (started.Log.Damage is not null || started.Log.Records.Count == 0)
        {
            Abstain(started.Log.Damage is not null || LastSignedAtThisHeight);
            output.Add(new EngineEffect.OpenLog(Height));
            BeginToWait();
            return;
        }

        Report(ReportLevel.Information, $"height {Height}: replaying {started.Log.Records.Count} records of the write-ahead log");
        Replay(started.Log.Records);
    }

    private bool LastSignedAtThisHeight => lastSignedBeforeStart is { } last && last.Slot.Height >= Height;

    /// <summary>
    /// What this validator said at this height rests on inputs that its log lost: a lock may be forgotten, so it says nothing more before
    /// the next height.
    /// </summary>
    private void Abstain(bool mustAbstain)
    {
        abstains = mustAbstain ? "the log of this height does not hold what was signed at it" : null;
        if (mustAbstain)
        {
            Report(ReportLevel.Error, $"height {Height}: this validator says nothing at this height: {abstains}");
        }
    }

    private void Replay(IReadOnlyList<LogRecord> records)
    {
        isStarted = true;
        logRecords = records.Count;
        Replayed replayed = new(setup, core, blocks, attempts);
        IReadOnlyList<ConsensusEffect> open = replayed.Run(Height, tip.Value, records);
        kept.UnionWith(replayed.Kept);
        Abstain(LastSignedAtThisHeight && !replayed.Derives(lastSignedBeforeStart!));
        foreach (ConsensusMessage message in replayed.OwnMessages)
        {
            // Signed before the crash; they may not have left.
            Publish(message);
        }

        Execute(open);
    }

    private void BeginToWait()
    {
        output.Add(new EngineEffect.Broadcast(new PeerMessage.Status(tip.Height)));
        output.Add(new EngineEffect.AwaitHeight(Height));
        AskForBlock();
        if (!isStarted)
        {
            LookForOpening();
        }
    }

    private void StartHeight()
    {
        isStarted = true;
        reminders = 0;
        List<ConsensusEffect> effects = [];
        core.Step(new ConsensusInput.StartHeight(Height, tip.Value, Committee), effects);
        Execute(effects);
        foreach ((ValidatorId peer, ConsensusMessage message) in early.Take(Height))
        {
            Consider(peer, message);
        }
    }

    /// <summary>
    /// Others may have begun the height. More than a third of the weight includes an honest one; the block of the first proposer is
    /// reason enough once the interval has passed; anything less could be a faulty validator that hurries the chain.
    /// </summary>
    private void LookForOpening()
    {
        if (Committee.HasHonest(Committee.SumOfWeights(early.PeersAt(Height))))
        {
            StartHeight();
            return;
        }

        if (isAllowed && !isOpening)
        {
            (ValidatorId peer, ConsensusMessage? message) = early.At(Height).FirstOrDefault(entry => setup.Algorithm.Opens(entry.Message, Committee));
            isOpening = message is not null && Verify(peer, new PeerMessage.Consensus(message), VerificationPurpose.Opening);
        }
    }

    // ---- messages of peers

    private void Receive(ValidatorId peer, PeerMessage message)
    {
        switch (message)
        {
            case PeerMessage.Consensus consensus:
                ReceiveConsensus(peer, consensus.Message);
                break;
            case PeerMessage.Status status:
                catchUp.Heard(peer, status.CommittedHeight);
                AskForBlock();
                break;
            case PeerMessage.CarrierRequest request:
                AnswerCarrier(peer, request);
                break;
            case PeerMessage.Decided decided when catchUp.Asked == peer && !catchUp.IsJudging && decided.Block.Certificate.Height == Height && committing is null:
                if (setup.Algorithm.Proves(decided.Block.Certificate, Committee))
                {
                    catchUp.IsJudging = Verify(peer, message, VerificationPurpose.Decided);
                }
                else
                {
                    Punish(peer, "a certificate that proves nothing");
                    catchUp.GiveUp();
                }

                break;
            default:
                break;
        }
    }

    private void ReceiveConsensus(ValidatorId peer, ConsensusMessage message)
    {
        if (message.Height > Height)
        {
            // Whoever speaks of a height has committed the one before.
            catchUp.Heard(peer, message.Height - 1);
            AskForBlock();
        }

        if (message.Height == Height && isStarted)
        {
            Consider(peer, message);
        }
        else if (message.Height >= Height && message.Height <= Height + setup.Limits.HeightsAhead)
        {
            early.Keep(peer, message);
            if (message.Height == Height && committing is null)
            {
                LookForOpening();
            }
        }
    }

    private void Consider(ValidatorId peer, ConsensusMessage message)
    {
        if (waitsForBlock is { } decision && message.Carried?.Value == decision.Values[^1])
        {
            Verify(peer, new PeerMessage.Consensus(message), VerificationPurpose.Missing);
        }
        else if (core.Wants(message))
        {
            Verify(peer, new PeerMessage.Consensus(message), VerificationPurpose.Input);
        }
        else if (ContradictsCarrier(message))
        {
            Verify(peer, new PeerMessage.Consensus(message), VerificationPurpose.Evidence);
        }
    }

    /// <summary>True for a second, different block message of one author in one slot that was not told before.</summary>
    private bool ContradictsCarrier(ConsensusMessage message) =>
        message.Carried is not null
        && core.CarrierOf(message.Round)?.Statements[0].Statement is { } first
        && message.Statements[0].Statement is { } second
        && first.Author == second.Author && first.Slot == second.Slot && first != second
        && !accused.Contains((second.Author, second.Slot));

    private bool Verify(ValidatorId peer, PeerMessage message, VerificationPurpose purpose)
    {
        long ticket = ++tickets;
        bool added = verifications.TryAdd(ticket, peer, message, purpose);
        if (added)
        {
            output.Add(new EngineEffect.Verify(ticket, message));
        }

        return added;
    }

    private void OnVerified(ValidatorId peer, PeerMessage message, VerificationPurpose purpose, bool isAuthentic)
    {
        if (purpose == VerificationPurpose.Opening)
        {
            isOpening = false;
        }

        if (!isAuthentic)
        {
            Punish(peer, "a signature or digest that does not hold");
            early.Drop(peer);
            if (purpose == VerificationPurpose.Decided)
            {
                catchUp.GiveUp();
                AskForBlock();
            }

            return;
        }

        switch (message)
        {
            case PeerMessage.Decided decided:
                Judge(decided.Block);
                break;
            case PeerMessage.Consensus { Message: { } content } when content.Height == Height && committing is null:
                if (purpose == VerificationPurpose.Missing && waitsForBlock is { } decision && judged is null)
                {
                    Judge(new DecidedBlock(decision.Certificate, content.Carried!.Bytes));
                }
                else if (purpose == VerificationPurpose.Opening && !isStarted)
                {
                    StartHeight();
                }
                else if (purpose == VerificationPurpose.Evidence && ContradictsCarrier(content))
                {
                    accused.Add((content.Statements[0].Statement.Author, content.Statements[0].Statement.Slot));
                    output.Add(new EngineEffect.Equivocation(core.CarrierOf(content.Round)!.Statements[0], content.Statements[0]));
                }
                else if (purpose == VerificationPurpose.Input && core.Wants(content))
                {
                    Accept(peer, content);
                }

                break;
            default:
                break;
        }
    }

    private void Accept(ValidatorId peer, ConsensusMessage message)
    {
        if (message.Carried is not { } carried)
        {
            Feed(new ConsensusInput.MessageReceived(message, BlockIsValid: true));
            return;
        }

        if (checking.Values.Any(entry => entry.Message.Round == message.Round))
        {
            // One block per round is executed at a time; another of the same proposer is its own contradiction.
            return;
        }

        if (attempts.AreExhausted(carried.Digest))
        {
            Report(ReportLevel.Error, $"height {Height} round {message.Round}: the block {carried.Value} ended this process before; it is refused unexecuted");
            Feed(new ConsensusInput.MessageReceived(message, BlockIsValid: false));
            return;
        }

        long ticket = ++tickets;
        checking.Add(ticket, (peer, message));
        Append(new LogRecord.Attempt(carried.Digest));
        output.Add(new EngineEffect.Check(ticket, new CheckRequest(Height, tip.Value, carried.Value, carried.Builder, IsDecided: false, carried.Bytes)));
    }

    private void OnChecked(ConsensusMessage message, BlockVerdict verdict)
    {
        CarriedBlock carried = message.Carried!;
        attempts.Ended(carried.Digest);
        if (message.Height != Height || committing is not null || verdict == BlockVerdict.Cancelled || !core.Wants(message))
        {
            return;
        }

        if (verdict == BlockVerdict.Valid)
        {
            blocks.Hold(carried.Value, carried.Bytes, core.Needs);
        }
        else
        {
            Report(ReportLevel.Warning, $"height {Height} round {message.Round}: the block {carried.Value} is refused: {verdict}");
        }

        Feed(new ConsensusInput.MessageReceived(message, verdict == BlockVerdict.Valid));
        if (waitsForBlock is { } decision)
        {
            Commit(decision);
        }
    }

    private void AnswerCarrier(ValidatorId peer, PeerMessage.CarrierRequest request)
    {
        if (request.Height == Height && isStarted
            && core.CarrierOf(request.Round) is { } message && blocks.Find(message.Carried!.Value) is { } bytes
            && BlockDigest.Of(bytes.Span) == message.Carried.Digest && answered.Add(peer))
        {
            output.Add(new EngineEffect.Send(peer, new PeerMessage.Consensus(setup.Algorithm.WithBlock(message, bytes))));
        }
    }

    private void Serve(ValidatorId peer, ulong height)
    {
        if (height >= 1 && height <= tip.Height && served.Add(peer))
        {
            output.Add(new EngineEffect.ReadBlock(peer, height));
        }
    }

    // ---- the core and what it asks for

    private void Feed(ConsensusInput input)
    {
        Append(new LogRecord.Input(input));
        List<ConsensusEffect> effects = [];
        core.Step(input, effects);
        Execute(effects);
    }

    private void Execute(IReadOnlyList<ConsensusEffect> effects)
    {
        foreach (ConsensusEffect effect in effects)
        {
            switch (effect)
            {
                case ConsensusEffect.BuildValue build:
                    long ticket = ++tickets;
                    building.Add(ticket, build.Round);
                    bool minimal = attempts.BuildFailed;
                    Append(new LogRecord.Attempt(default));
                    output.Add(new EngineEffect.Build(ticket, new BuildRequest(build.Height, build.Parent, minimal)));
                    break;
                case ConsensusEffect.Say say:
                    Say(say.Statement);
                    break;
                case ConsensusEffect.KeepBlock keep:
                    if (blocks.Find(keep.Value) is { } bytes && kept.Add(keep.Value))
                    {
                        Append(new LogRecord.KeptBlock(keep.Value, bytes));
                    }

                    break;
                case ConsensusEffect.SetTimer timer:
                    output.Add(new EngineEffect.SetTimer(timer.Id, timer.Delay));
                    break;
                case ConsensusEffect.Commit commit:
                    Commit(commit.Decision);
                    break;
                case ConsensusEffect.ReportEquivocation report:
                    output.Add(new EngineEffect.Equivocation(report.First, report.Second));
                    break;
                default:
                    throw new InvalidOperationException($"the core asked for {effect.GetType().Name} out of place");
            }
        }

        CancelWhatIsPast();
    }

    private void CancelWhatIsPast()
    {
        foreach ((long ticket, int round) in building)
        {
            if ((committing is not null || round < core.Position.Round) && cancelled.Add(ticket))
            {
                output.Add(new EngineEffect.Cancel(ticket));
            }
        }

        foreach ((long ticket, (_, ConsensusMessage message)) in checking)
        {
            if ((committing is not null || !core.Wants(message)) && cancelled.Add(ticket))
            {
                output.Add(new EngineEffect.Cancel(ticket));
            }
        }
    }

    private void Say(Statement statement)
    {
        if (abstains is not null)
        {
            return;
        }

        if (setup.Algorithm.CarriedValue(statement) is { } value && blocks.Find(value) is null)
        {
            // After a crash: the block was not a quorum's yet, so it was not kept. The round ends by its timeout.
            Report(ReportLevel.Warning, $"height {Height}: the block {value} is gone; it is not proposed again");
            return;
        }

        long ticket = ++tickets;
        signing.Add(ticket, statement);
        output.Add(new EngineEffect.Sign(ticket, statement));
    }

    private void OnSigned(Statement statement, SignedStatement? signed)
    {
        if (signed is null)
        {
            Report(ReportLevel.Warning, $"the signer guard refuses {statement}");
            return;
        }

        if (statement.Slot.Height != Height || committing is not null)
        {
            return;
        }

        ReadOnlyMemory<byte> block = setup.Algorithm.CarriedValue(statement) is { } value ? blocks.Find(value) ?? default : default;
        ConsensusMessage message = setup.Algorithm.MessageOf(signed, block);
        if (message.Carried is { IsIntact: false })
        {
            return;
        }

        Publish(message);
        Feed(new ConsensusInput.MessageReceived(message, BlockIsValid: true));
    }

    private void Publish(ConsensusMessage message) => output.Add(new EngineEffect.Broadcast(new PeerMessage.Consensus(message)));

    private void OnBuilt(int round, BuiltBlock? block)
    {
        attempts.Ended(default);
        if (committing is not null || round != core.Position.Round)
        {
            return;
        }

        if (block is null)
        {
            attempts.BuildFailed = true;
            Report(ReportLevel.Error, $"height {Height} round {round}: no block could be built; the next one of this height is made without transactions");
            return;
        }

        if (block.Bytes.Length > setup.Limits.MaxBlockBytes)
        {
            attempts.BuildFailed = true;
            Report(ReportLevel.Error, $"height {Height} round {round}: expected a block of at most {setup.Limits.MaxBlockBytes} bytes, got {block.Bytes.Length}");
            return;
        }

        blocks.Hold(block.Value, block.Bytes, core.Needs);
        Feed(new ConsensusInput.ValueBuilt(Height, round, block.Value, BlockDigest.Of(block.Bytes.Span)));
    }

    // ---- decisions

    private void Commit(OrderedCommit decision)
    {
        List<ReadOnlyMemory<byte>> decided = [];
        foreach (ValueId value in decision.Values)
        {
            if (blocks.Find(value) is not { } bytes)
            {
                // Decided before a crash that lost the block: the committee has it.
                waitsForBlock = decision;
                AskForMissingBlock(decision);
                return;
            }

            decided.Add(bytes);
        }

        BeginCommit(decision, decided);
    }

    private void BeginCommit(OrderedCommit decision, IReadOnlyList<ReadOnlyMemory<byte>> decided)
    {
        committing = decision;
        waitsForBlock = null;
        output.Add(new EngineEffect.ForgetTimers());
        output.Add(new EngineEffect.Commit(decision, decided));
        CancelWhatIsPast();
    }

    private void OnCommitted(OrderedCommit decision, CommitOutcome outcome)
    {
        switch (outcome)
        {
            case CommitOutcome.Diverged:
                Halt($"height {decision.Height}: the committee decided {decision.Values[^1]}, which this node finds invalid");
                return;
            case CommitOutcome.Failed:
                Report(ReportLevel.Error, $"height {decision.Height}: the decided block could not be written; trying again in {commitRetry.TotalSeconds:f0} s");
                output.Add(new EngineEffect.RetryCommit(commitRetry, decision, [.. decision.Values.Select(value => blocks.Find(value) ?? judged!.Value.Block.Bytes)]));
                commitRetry = commitRetry * 2 < LongestCommitRetry ? commitRetry * 2 : LongestCommitRetry;
                return;
            default:
                break;
        }

        Report(ReportLevel.Information, $"height {decision.Height} decided: {decision.Values[^1]}");
        tip = new CommittedTip(decision.Height, decision.Values[^1]);
        ForgetHeight();
        output.Add(new EngineEffect.OpenLog(Height));
        BeginToWait();
    }

    private void ForgetHeight()
    {
        isStarted = false;
        isAllowed = false;
        committing = null;
        waitsForBlock = null;
        judged = null;
        abstains = LastSignedAtThisHeight ? abstains : null;
        commitRetry = FirstCommitRetry;
        reminders = 0;
        logRecords = 0;
        logBytes = 0;
        blocks.Clear();
        kept.Clear();
        accused.Clear();
        cancelled.RemoveWhere(ticket => !building.ContainsKey(ticket) && !checking.ContainsKey(ticket));
        signing.Clear();
        attempts.Clear();
        catchUp.Committed();
    }

    private void Halt(string reason)
    {
        halted = reason;
        output.Add(new EngineEffect.ForgetTimers());
        output.Add(new EngineEffect.Halt(reason));
    }

    // ---- catching up

    private void AskForBlock()
    {
        if (committing is null && halted is null && catchUp.Choose(Height) is { } peer)
        {
            output.Add(new EngineEffect.Send(peer, new PeerMessage.BlockRequest(Height)));
        }
    }

    private void Judge(DecidedBlock block)
    {
        if (block.Certificate.Height != Height || committing is not null)
        {
            return;
        }

        BlockDigest digest = BlockDigest.Of(block.Bytes.Span);
        if (attempts.AreExhausted(digest))
        {
            Halt($"height {Height}: executing the decided block {block.Certificate.Value} ended this process {setup.Limits.FatalAttempts} times");
            return;
        }

        long ticket = ++tickets;
        judged = (ticket, block);
        Append(new LogRecord.Attempt(digest));
        output.Add(new EngineEffect.Check(ticket, new CheckRequest(Height, tip.Value, block.Certificate.Value, null, IsDecided: true, block.Bytes)));
    }

    private void OnJudged(DecidedBlock block, BlockVerdict verdict)
    {
        attempts.Ended(BlockDigest.Of(block.Bytes.Span));
        if (block.Certificate.Height != Height || committing is not null)
        {
            judged = null;
            return;
        }

        if (verdict == BlockVerdict.Valid)
        {
            BeginCommit(new OrderedCommit(Height, [block.Certificate.Value], block.Certificate), [block.Bytes]);
            return;
        }

        judged = null;
        if (verdict == BlockVerdict.Invalid && catchUp.Asked is { } peer)
        {
            // The certificate is genuine, the bytes need not be: one peer may lie. When an honest one must be among them, this node is wrong.
            catchUp.Contradicted.Add(peer);
            if (Committee.HasHonest(Committee.SumOfWeights(catchUp.Contradicted)))
            {
                Halt($"height {Height}: the committee decided {block.Certificate.Value}, which this node cannot execute to that hash");
                return;
            }
        }

        catchUp.GiveUp();
        if (verdict == BlockVerdict.Invalid)
        {
            // A failure of the application would only repeat itself: the next reminder asks again.
            AskForBlock();
        }
    }

    private void AskForMissingBlock(OrderedCommit decision)
    {
        foreach (int round in decision.Certificate.Statements.Select(signed => signed.Statement.Slot.Round).Distinct())
        {
            output.Add(new EngineEffect.Broadcast(new PeerMessage.CarrierRequest(Height, round)));
        }
    }

    // ---- reminders

    private void Greet(ValidatorId peer)
    {
        output.Add(new EngineEffect.Send(peer, new PeerMessage.Status(tip.Height)));
        if (isStarted && halted is null)
        {
            foreach (ConsensusEffect effect in Reminders())
            {
                if (effect is ConsensusEffect.SayAgain again)
                {
                    output.Add(new EngineEffect.Send(peer, new PeerMessage.Consensus(again.Message)));
                }
            }
        }
    }

    private void Remind()
    {
        output.Add(new EngineEffect.Broadcast(new PeerMessage.Status(tip.Height)));
        answered.Clear();
        if (halted is not null)
        {
            return;
        }

        catchUp.Remind();
        AskForBlock();

        // A height that began since the last reminder needs none yet.
        if (!isStarted || committing is not null || reminders++ == 0)
        {
            return;
        }

        foreach (ConsensusEffect effect in Reminders())
        {
            if (effect is ConsensusEffect.SayAgain again)
            {
                Publish(again.Message);
            }
            else if (effect is ConsensusEffect.AskFor ask && NextPeer() is { } peer)
            {
                output.Add(new EngineEffect.Send(peer, new PeerMessage.CarrierRequest(ask.Height, ask.Round)));
            }
        }

        if (waitsForBlock is { } decision)
        {
            AskForMissingBlock(decision);
        }
    }

    private List<ConsensusEffect> Reminders()
    {
        List<ConsensusEffect> effects = [];
        core.Remind(effects);
        return effects;
    }

    private ValidatorId? NextPeer()
    {
        List<ValidatorId> peers = [.. Committee.Validators.Where(validator => validator != setup.Self)];
        return peers.Count == 0 ? null : peers[nextAsked++ % peers.Count];
    }

    // ---- small effects

    private void Append(LogRecord record)
    {
        logRecords++;
        logBytes += record is LogRecord.KeptBlock block ? block.Bytes.Length : SmallRecordBytes;
        output.Add(new EngineEffect.Append(record));
    }

    // About what a vote takes, for the status.
    private const int SmallRecordBytes = 200;

    private void Punish(ValidatorId peer, string offence) => output.Add(new EngineEffect.Penalize(peer, offence));

    private void Report(ReportLevel level, FormattableString text) =>
        output.Add(new EngineEffect.Report(level, text.ToString(CultureInfo.InvariantCulture)));

    private void Report(ReportLevel level, string text) => output.Add(new EngineEffect.Report(level, text));
}
