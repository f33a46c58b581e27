using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Kraken.Execution.Blocks;
using Kraken.Execution.Concurrency;
using Kraken.Execution.Limits;
using Kraken.Execution.Native;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Sequencer.Messages;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;
using Kraken.State;

namespace Kraken.Sequencer.Blocks;

/// <summary>
/// A block that this node builds: extended by candidates that can be executed, until a limit of the block is reached, and finished. Not
/// safe for several threads.
/// </summary>
internal sealed class BlockAssembly
{
    // Transactions that find no room before the block is closed: smaller ones behind them may fit.
    private const int MaxMisses = 16;

    // A transaction may run ahead of its turn for this part of the time that it has at its turn, since it may be for nothing.
    private const int TimeAhead = 4;

    // Messages have this part of the build time for themselves, behind the transactions.
    private const int TimeOfMessages = 4;

    private readonly BlockExecution execution;
    private readonly TrieWork work;
    private readonly HashSet<Felt> passedOver = [];
    private TimeSpan spent;
    private TimeSpan lost;
    private TimeSpan givenUp;
    private int misses;

    /// <summary>Opens the block.</summary>
    /// <param name="execution">Executes it.</param>
    /// <param name="parent">The block below.</param>
    /// <param name="timestamp">Seconds since 1970-01-01 UTC.</param>
    /// <param name="sequencer">Who builds.</param>
    internal BlockAssembly(BlockExecution execution, BlockParent parent, ulong timestamp, Felt sequencer)
    {
        this.execution = execution;
        work = new(parent.Commitment, Rules.BlockTrieNodes);
        Block = execution.Open(parent, timestamp, sequencer, context => outcome =>
            work.Fits(TrieWork.Written(outcome.Changes, parent.State, context)) ? null : new NoRoomOutcome(work.Excess, work.FitsAlone));
    }

    internal OpenBlock Block { get; }

    /// <summary>
    /// Whether it is extended before anybody asked for the block: what is interrupted then was not given its time, and stays in the pool.
    /// </summary>
    internal bool IsDraft { get; set; }

    /// <summary>Whether no transaction can enter it any more.</summary>
    internal bool IsClosed =>
        Rules.IsFull(Block.Run.Count, Block.Run.Weights) || misses >= MaxMisses || spent - lost >= Rules.BuildTime;

    private ChainRules Rules => execution.Rules;

    private BlockBounds Bounds => Rules.Limits.Block;

    /// <summary>
    /// Whether a transaction of the account was left out: what follows has the wrong nonce in this block and may be good in the next.
    /// </summary>
    internal bool HasPassedOver(in Felt account) => passedOver.Contains(account);

    /// <summary>Executes candidates in order, as far as the block has room and time.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; the block is as the candidates before left it.</exception>
    internal void Extend(Candidates candidates, CancellationToken cancellation)
    {
        SubmittedTransaction[] waiting = [.. candidates.Transactions];
        if (waiting.Length == 0 || IsClosed)
        {
            return;
        }

        TimeSpan before = spent;
        givenUp = TimeSpan.Zero;
        long started = execution.Clock.GetTimestamp();
        try
        {
            using OptimisticRun ahead = new(
                Block.Run, waiting.Length, index => execution.Executable(waiting[index]), Rules.ExecutionThreads,
                new AheadLimits(Rules.TransactionTime / TimeAhead, Rules.TransactionClock, MustFitMachine: true));
            foreach ((int index, SubmittedTransaction candidate) in waiting.Index())
            {
                cancellation.ThrowIfCancellationRequested();
                spent = before + execution.Clock.GetElapsedTime(started);
                if (IsClosed)
                {
                    break;
                }

                if (!passedOver.Contains(candidate.Transaction.Sender))
                {
                    ahead.Begin(index, cancellation: cancellation);
                    Add(ahead, index, candidate, candidates, cancellation);
                }
            }
        }
        finally
        {
            spent = before + execution.Clock.GetElapsedTime(started) - givenUp;
        }
    }

    /// <summary>The account's next transaction is tried whatever became of those before: each of them was answered for by itself.</summary>
    internal void Forgive(in Felt account) => passedOver.Remove(account);

    /// <summary>Executes a message from L1; it is in the block unless it is rejected or finds no room.</summary>
    /// <param name="message">The message, its hash set.</param>
    /// <param name="paidFee">What its sender paid on L1, in wei.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ExecutionInterruptedException">It takes more time or memory than this node gives to one transaction.</exception>
    internal TransactionOutcome Extend(L1HandlerTransaction message, UInt128 paidFee, CancellationToken cancellation)
    {
        using ExecutionBudget budget = Budget(cancellation);
        TransactionOutcome outcome = Block.Run.Execute(BlockExecution.Executable(message, paidFee), budget);
        if (outcome is ExecutedOutcome)
        {
            Block.KeptCells += budget.UsedCells;
            work.Keep();
        }

        return outcome;
    }

    /// <summary>
    /// Executes messages from L1 behind the transactions, as far as the block has room and a time of their own lasts; none follows one
    /// that is left out.
    /// </summary>
    /// <param name="messages">The messages in order.</param>
    /// <param name="refused">Told of each one that no block takes, with the reason.</param>
    /// <param name="cancellation">Nobody wants the block any more.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal void Extend(
        IReadOnlyList<L1HandlerTransaction> messages, Action<L1HandlerTransaction, string> refused, CancellationToken cancellation)
    {
        long began = execution.Clock.GetTimestamp();
        long room = Bounds.MaxBytes - ProposedBlock.EmptyBytes - sizeof(int);
        foreach (L1HandlerTransaction message in messages)
        {
            cancellation.ThrowIfCancellationRequested();
            int bytes = MessageCodec.SizeOf(message);
            if (bytes > room)
            {
                refused(message, $"bytes: expected at most {room}, got {bytes}");
                continue;
            }

            if (Rules.IsFullForMessages(Block.Run.Count, Block.Run.Weights)
                || execution.Clock.GetElapsedTime(began) >= Rules.BuildTime / TimeOfMessages
                || bytes > room - (long)Block.Run.Weights.Bytes
                || !TryExtend(message, refused, cancellation))
            {
                return;
            }
        }
    }

    private bool TryExtend(L1HandlerTransaction message, Action<L1HandlerTransaction, string> refused, CancellationToken cancellation)
    {
        bool isFirst = Block.Run.Count == 0;
        string? reason;
        try
        {
            reason = Extend(message, UInt128.One, cancellation) switch
            {
                ExecutedOutcome => null,
                RejectedOutcome rejected => rejected.Rejection.Message,
                NoRoomOutcome { FitsEmptyBlock: false } large => $"no block has room for it: {large.Excess}",
                _ => "",
            };
        }
        catch (ExecutionInterruptedException interrupted)
        {
            cancellation.ThrowIfCancellationRequested();
            reason = interrupted.Kind == InterruptionKind.OutOfMemory && !isFirst ? "" : interrupted.Message;
        }

        if (reason is null)
        {
            Block.Messages.Add(message);
        }
        else if (reason.Length > 0)
        {
            refused(message, reason);
        }

        return reason is null;
    }

    /// <summary>Ends the block.</summary>
    internal PreparedBlock Finish()
    {
        ProposedBlock proposal = Block.Proposal;
        return BlockExecution.Finish(Block, Block.Run.Finish(), proposal, proposal.Encode());
    }

    private void Add(
        OptimisticRun ahead, int index, SubmittedTransaction candidate, Candidates candidates, CancellationToken cancellation)
    {
        long began = execution.Clock.GetTimestamp();
        switch (Try(ahead, index, candidate, candidates, cancellation))
        {
            case null or RejectedOutcome:
                // What ran for nothing makes the block later by one transaction at most; it does not make it empty.
                passedOver.Add(candidate.Transaction.Sender);
                TimeSpan more = lost + execution.Clock.GetElapsedTime(began);
                lost = more < Rules.TransactionTime ? more : Rules.TransactionTime;
                break;
            case NoRoomOutcome { FitsEmptyBlock: var fits }:
                passedOver.Add(candidate.Transaction.Sender);
                misses += fits ? 1 : 0;
                break;
            default:
                work.Keep();
                Block.Transactions.Add(candidate);
                break;
        }
    }

    /// <summary>Executes a candidate and tells what became of it; null when it was set aside.</summary>
    private TransactionOutcome? Try(
        OptimisticRun ahead, int index, SubmittedTransaction candidate, Candidates candidates, CancellationToken cancellation)
    {
        int bytes = ProposedBlock.SizeOf(candidate);
        long room = Bounds.MaxBytes - ProposedBlock.EmptyBytes - (long)Block.Run.Weights.Bytes;
        if (bytes > room)
        {
            bool fits = bytes <= Bounds.MaxBytes - ProposedBlock.EmptyBytes;
            string excess = $"bytes: expected at most {Bounds.MaxBytes}, got {Bounds.MaxBytes - room + bytes}";
            return Told(candidate, candidates, new NoRoomOutcome(excess, fits));
        }

        long began = execution.Clock.GetTimestamp();
        using ExecutionBudget budget = Budget(cancellation);
        try
        {
            TransactionOutcome outcome = Told(candidate, candidates, ahead.Execute(index, budget));
            Block.KeptCells += outcome is ExecutedOutcome ? budget.UsedCells : 0;
            return outcome;
        }
        catch (ExecutionInterruptedException interrupted) when (interrupted.Kind == InterruptionKind.OutOfMemory && Block.KeptCells > 0)
        {
            // What it takes beside those before it says nothing of what it takes alone.
            return new NoRoomOutcome(interrupted.Message, FitsEmptyBlock: true);
        }
        catch (ExecutionInterruptedException interrupted)
        {
            // A build that was given up while one transaction ran for long would meet the same transaction the next time.
            if (interrupted.Kind != InterruptionKind.Cancelled
                || (!IsDraft && execution.Clock.GetElapsedTime(began) >= Rules.BuildTime))
            {
                candidates.SetAside(candidate, interrupted.Message);
            }

            // What a draft did not end runs again when the block is built: it has its time then.
            givenUp = IsDraft && cancellation.IsCancellationRequested ? execution.Clock.GetElapsedTime(began) : TimeSpan.Zero;
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
        catch (Exception defect) when (defect is not (OperationCanceledException or EngineDifferenceException)
            && !(Rules.FailsUnread && defect is StateUnavailableException))
        {
            // A defect of this node that one transaction meets must not keep the others waiting; a block with it would be refused anyway.
            candidates.SetAside(candidate, $"the node failed at it: {defect}");
            return null;
        }
    }

    // What one transaction may take beside those before it, by the machine's count: peers may run it there.
    private ExecutionBudget Budget(CancellationToken cancellation) =>
        new(Rules.TransactionTime, Rules.TransactionCells - Block.KeptCells, clock: Rules.TransactionClock, cancellation: cancellation)
        {
            MustFitMachine = true,
        };

    private static TransactionOutcome Told(SubmittedTransaction candidate, Candidates candidates, TransactionOutcome outcome)
    {
        if (outcome is RejectedOutcome refused)
        {
            candidates.Rejected(candidate, refused.Rejection);
        }
        else if (outcome is NoRoomOutcome { FitsEmptyBlock: false } tooLarge)
        {
            candidates.Rejected(candidate, new Rejection(RejectionKind.TooLargeForBlock, $"no block has room for it: {tooLarge.Excess}"));
        }

        return outcome;
    }
}
