using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine.Log;
using Kraken.Consensus.Engine.Messages;

namespace Kraken.Consensus.Engine.Machine;

/// <summary>
/// Feeds the core of the current height and carries out what it asks for: blocks built and checked, statements signed and sent.
/// </summary>
internal sealed class Deliberation(EngineState state)
{
    private readonly Dictionary<long, Statement> signing = [];
    private readonly Dictionary<long, ConsensusEffect.BuildValue> building = [];
    private readonly Dictionary<long, ConsensusMessage> checking = [];
    private readonly HashSet<long> cancelled = [];

    private IConsensusAlgorithm Algorithm => state.Setup.Algorithm;

    /// <summary>Decided, but a crash lost the block; null in the usual course.</summary>
    public OrderedCommit? WaitsForBlock { get; private set; }

    /// <summary>The core begins the height.</summary>
    public void Start()
    {
        state.IsStarted = true;
        List<ConsensusEffect> effects = [];
        state.Core.Step(new ConsensusInput.StartHeight(state.Height, state.Tip.Value, state.Committee), effects);
        Execute(effects);
    }

    /// <summary>The core goes on with a height that a crash interrupted.</summary>
    public void Resume(Replayed replayed, IReadOnlyList<ConsensusEffect> open)
    {
        foreach (ConsensusMessage message in replayed.OwnMessages)
        {
            // Signed before the crash; they may not have left.
            Publish(message);
        }

        Execute(open);
    }

    /// <summary>Logs an input and gives it to the core.</summary>
    public void Feed(ConsensusInput input)
    {
        state.Append(new LogRecord.Input(input));
        List<ConsensusEffect> effects = [];
        state.Core.Step(input, effects);
        Execute(effects);
    }

    /// <summary>Takes an authentic message: what carries a block is checked first.</summary>
    public void Accept(ConsensusMessage message)
    {
        if (message.Carried is not { } carried)
        {
            Feed(new ConsensusInput.MessageReceived(message, BlockIsValid: true));
            return;
        }

        if (checking.Values.Any(other => other.Height == message.Height && other.Round == message.Round))
        {
            // One block per round is executed at a time; another of the same proposer is its own contradiction.
            return;
        }

        bool hasQuorum = state.Core.HasEarlierQuorum(message);
        if (hasQuorum ? IsKnownOrWaits(message, carried) : IsDeadly(message, carried))
        {
            return;
        }

        long ticket = state.NewTicket();
        checking.Add(ticket, message);
        state.Append(new LogRecord.Attempt(carried.Digest));
        CheckRequest request = new(state.Height, state.Tip.Value, carried.Value, carried.Builder, IsDecided: false, carried.Bytes)
        {
            HasEarlierQuorum = hasQuorum,
        };
        state.Output.Add(new EngineEffect.Check(ticket, request));
    }

    /// <summary>The application's verdict; false when the ticket is of somebody else's.</summary>
    public bool OnChecked(long ticket, BlockVerdict verdict)
    {
        if (!checking.Remove(ticket, out ConsensusMessage? message))
        {
            return false;
        }

        CarriedBlock carried = message.Carried!;
        state.Attempts.Ended(carried.Digest);
        bool isWanted = message.Height == state.Height && state.Committing is null && state.Core.Wants(message);
        if (!isWanted || verdict == BlockVerdict.Cancelled)
        {
            NoteEnd(message.Height, carried.Digest);
            return true;
        }

        if (verdict == BlockVerdict.Valid)
        {
            Keep(carried.Value, carried.Bytes);
        }
        else
        {
            state.Report(
                ReportLevel.Warning, $"height {state.Height} round {message.Round}: the block {carried.Value} is refused: {verdict}");
            NoteEnd(message.Height, carried.Digest);
        }

        Feed(new ConsensusInput.MessageReceived(message, verdict == BlockVerdict.Valid));
        return true;
    }

    public void OnBuilt(long ticket, BuiltBlock? block)
    {
        if (!building.Remove(ticket, out ConsensusEffect.BuildValue? asked))
        {
            return;
        }

        state.Attempts.Ended(default);
        if (asked.Height != state.Height || state.Committing is not null || asked.Round != state.Core.Position.Round)
        {
            NoteEnd(asked.Height, default);
            return;
        }

        string? failure = block is null ? "no block could be built"
            : block.Bytes.Length > state.Setup.Limits.MaxBlockBytes
                ? $"expected a block of at most {state.Setup.Limits.MaxBlockBytes} bytes, got {block.Bytes.Length}"
                : null;
        if (failure is not null)
        {
            NoteEnd(asked.Height, default);
            OnBuildFailed(asked, failure);
            return;
        }

        Keep(block!.Value, block.Bytes);
        Feed(new ConsensusInput.ValueBuilt(state.Height, asked.Round, block.Value, BlockDigest.Of(block.Bytes.Span)));
    }

    public void OnSigned(long ticket, SignedStatement? signed)
    {
        if (!signing.Remove(ticket, out Statement? statement))
        {
            return;
        }

        if (signed is null)
        {
            state.Report(ReportLevel.Warning, $"the signer guard refuses {statement}");
            return;
        }

        if (statement.Slot.Height != state.Height || state.Committing is not null)
        {
            return;
        }

        ReadOnlyMemory<byte> block = Algorithm.CarriedValue(statement) is { } value ? state.Blocks.Find(value) ?? default : default;
        ConsensusMessage message = Algorithm.MessageOf(signed, block);
        if (message.Carried is { IsIntact: false })
        {
            state.Report(
                ReportLevel.Error, $"height {state.Height}: expected the block that {statement} names, got {block.Length} other bytes");
            return;
        }

        Publish(message);
        Feed(new ConsensusInput.MessageReceived(message, BlockIsValid: true));
    }

    public void Publish(ConsensusMessage message) => state.Output.Add(new EngineEffect.Broadcast(new PeerMessage.Consensus(message)));

    /// <summary>Commits decided blocks; nothing else of the height matters then.</summary>
    public void BeginCommit(OrderedCommit decision, IReadOnlyList<ReadOnlyMemory<byte>> decided)
    {
        state.Committing = decision;
        WaitsForBlock = null;
        state.Output.Add(new EngineEffect.ForgetTimers());
        state.Output.Add(new EngineEffect.Commit(decision, decided));
        CancelWhatIsPast();
    }

    /// <summary>The height is committed.</summary>
    public void Forget()
    {
        WaitsForBlock = null;
        signing.Clear();
        cancelled.RemoveWhere(ticket => !building.ContainsKey(ticket) && !checking.ContainsKey(ticket));
    }

    /// <summary>
    /// Others may be locked on a block that a quorum voted for, so that there is no way around it. One that was found valid here cannot
    /// become invalid by what this process has met since; one that ended the process is not refused, but asked for again.
    /// </summary>
    private bool IsKnownOrWaits(ConsensusMessage message, CarriedBlock carried)
    {
        if (state.Blocks.Find(carried.Value) is { } held && held.Span.SequenceEqual(carried.Bytes.Span))
        {
            Feed(new ConsensusInput.MessageReceived(message, BlockIsValid: true));
            return true;
        }

        bool waits = state.Attempts.MustWait(carried.Digest);
        if (waits)
        {
            ReportDeadly(message, carried, "it is tried again later");
        }

        return waits;
    }

    private bool IsDeadly(ConsensusMessage message, CarriedBlock carried)
    {
        bool isDeadly = state.Attempts.AreExhausted(carried.Digest);
        if (isDeadly)
        {
            ReportDeadly(message, carried, "it is refused unexecuted");
            Feed(new ConsensusInput.MessageReceived(message, BlockIsValid: false));
        }

        return isDeadly;
    }

    private void ReportDeadly(ConsensusMessage message, CarriedBlock carried, string consequence) => state.Report(
        ReportLevel.Error,
        $"height {state.Height} round {message.Round}: the block {carried.Value} ended this process before; {consequence}");

    private void Execute(IReadOnlyList<ConsensusEffect> effects)
    {
        foreach (ConsensusEffect effect in effects)
        {
            switch (effect)
            {
                case ConsensusEffect.BuildValue build:
                    Build(build);
                    break;
                case ConsensusEffect.Say say:
                    Say(say.Statement);
                    break;
                case ConsensusEffect.SetTimer timer:
                    state.Output.Add(new EngineEffect.SetTimer(timer.Id, timer.Delay));
                    break;
                case ConsensusEffect.Commit commit:
                    Commit(commit.Decision);
                    break;
                case ConsensusEffect.ReportEquivocation report:
                    state.Output.Add(new EngineEffect.Equivocation(report.First, report.Second));
                    break;
                default:
                    throw new InvalidOperationException($"the core asked for {effect.GetType().Name} out of place");
            }
        }

        CancelWhatIsPast();
    }

    /// <summary>
    /// The first failure of a height is followed by a block without what may have caused it, further ones by the round's timeout.
    /// </summary>
    private void OnBuildFailed(ConsensusEffect.BuildValue asked, string failure)
    {
        bool isFirst = !state.Attempts.BuildFailed;
        state.Attempts.BuildFailed = true;
        state.Report(
            ReportLevel.Error,
            $"height {state.Height} round {asked.Round}: {failure}; this node's blocks of the height are made without transactions");
        if (isFirst)
        {
            Build(asked);
        }
    }

    /// <summary>
    /// A vote for a block says that its voter has it. So the block is in the log before its proposal is, and outlives every crash of those
    /// that voted: nobody can lock what exists nowhere any more.
    /// </summary>
    private void Keep(ValueId value, ReadOnlyMemory<byte> bytes)
    {
        if (state.Blocks.Find(value) is not null)
        {
            return;
        }

        state.Blocks.Hold(value, bytes, state.Core.Needs);
        state.Append(new LogRecord.KeptBlock(value, bytes));
        if (state.LogBlockBytes > state.Setup.Limits.LoggedBlocks * (long)state.Setup.Limits.MaxBlockBytes)
        {
            state.Compact();
        }
    }

    /// <summary>
    /// An attempt of the height that the process survived must not count among the deadly ones after a restart, though the core learns
    /// nothing of it: a block that was too slow for its round is executed again.
    /// </summary>
    private void NoteEnd(ulong height, BlockDigest digest)
    {
        if (height == state.Height && state.Committing is null)
        {
            state.Append(new LogRecord.AttemptEnded(digest));
        }
    }

    private void Build(ConsensusEffect.BuildValue build)
    {
        long ticket = state.NewTicket();
        building.Add(ticket, build);
        bool minimal = state.Attempts.BuildFailed;
        state.Append(new LogRecord.Attempt(default));
        state.Output.Add(new EngineEffect.Build(ticket, new BuildRequest(build.Height, build.Round, build.Parent, minimal)));
    }

    private void Say(Statement statement)
    {
        if (state.Abstains is not null)
        {
            return;
        }

        if (Algorithm.CarriedValue(statement) is { } value && state.Blocks.Find(value) is null)
        {
            // After a crash: the block was not a quorum's yet, so it was not kept. The round ends by its timeout.
            state.Report(ReportLevel.Warning, $"height {state.Height}: the block {value} is gone; it is not proposed again");
            return;
        }

        long ticket = state.NewTicket();
        signing.Add(ticket, statement);
        state.Output.Add(new EngineEffect.Sign(ticket, statement));
    }

    private void Commit(OrderedCommit decision)
    {
        List<ReadOnlyMemory<byte>> decided = [];
        foreach (ValueId value in decision.Values)
        {
            if (state.Blocks.Find(value) is not { } bytes)
            {
                // Decided before a crash that lost the block: the committee has it.
                WaitsForBlock = decision;
                return;
            }

            decided.Add(bytes);
        }

        BeginCommit(decision, decided);
    }

    private void CancelWhatIsPast()
    {
        int round = state.Core.Position.Round;
        foreach (long ticket in building.Where(entry => state.Committing is not null || entry.Value.Round < round)
            .Select(entry => entry.Key)
            .Concat(checking.Where(entry => state.Committing is not null || !state.Core.Wants(entry.Value)).Select(entry => entry.Key))
            .Where(cancelled.Add))
        {
            state.Output.Add(new EngineEffect.Cancel(ticket));
        }
    }
}
