using System;
using System.Collections.Generic;
using System.Threading;
using Kraken.Execution.Blocks;
using Kraken.Execution.Concurrency;
using Kraken.Execution.Limits;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Transactions;

namespace Kraken.Sequencer.Blocks;

/// <summary>
/// A block that another node builds: executed as far as it is known, then to the end as it was proposed. Nothing but the proposal decides
/// what becomes of it. Not safe for several threads.
/// </summary>
/// <param name="execution">Executes it.</param>
/// <param name="parent">The block below.</param>
/// <param name="timestamp">Seconds since 1970-01-01 UTC.</param>
/// <param name="sequencer">Who builds.</param>
internal sealed class ProposalExecution(BlockExecution execution, BlockParent parent, ulong timestamp, Felt sequencer)
{
    internal OpenBlock Block { get; } = execution.Open(parent, timestamp, sequencer);

    private ChainRules Rules => execution.Rules;

    /// <summary>Executes transactions that the block is said to go on with, each within a transaction's time of this node.</summary>
    /// <returns>Whether all of them are in the block now; else it is as those before left it.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; the block is as the transactions before left it.</exception>
    internal bool TryExtend(IReadOnlyList<SubmittedTransaction> transactions, CancellationToken cancellation)
    {
        using OptimisticRun ahead = new(
            Block.Run, transactions.Count, index => execution.Executable(transactions[index]), Rules.ExecutionThreads,
            new AheadLimits(Rules.TransactionTime, Rules.TransactionClock));
        for (int index = 0; index < transactions.Count; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            ahead.Begin(index, cancellation: cancellation);
            using ExecutionBudget budget =
                new(Rules.TransactionTime, Rules.CheckedCells, clock: Rules.TransactionClock, cancellation: cancellation);
            budget.Allocate(Block.KeptCells);
            try
            {
                if (ahead.Execute(index, budget) is not ExecutedOutcome)
                {
                    return false;
                }
            }
            catch (ExecutionInterruptedException)
            {
                cancellation.ThrowIfCancellationRequested();
                return false;
            }

            Block.KeptCells = budget.UsedCells;
            Block.Transactions.Add(transactions[index]);
        }

        return true;
    }

    /// <summary>Executes the rest of a proposal that the block begins, and ends it; null when it is refused.</summary>
    /// <param name="bytes">Its encoding.</param>
    /// <param name="isVouchedFor">A quorum has voted for it: limits of this node do not count.</param>
    /// <param name="refusal">Why it is refused, or null.</param>
    /// <param name="cancellation">Nobody wants the verdict any more.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal PreparedBlock? Finish(
        ProposedBlock proposal, ReadOnlyMemory<byte> bytes, bool isVouchedFor, out string? refusal, CancellationToken cancellation)
    {
        refusal = ExecuteRest(proposal, isVouchedFor, cancellation);
        if (refusal is not null)
        {
            return null;
        }

        ExecutedBlock executed = Block.Run.Finish();
        TrieWork work = new(parent.Commitment, Rules.CheckedTrieNodes);
        refusal = isVouchedFor || work.Fits(TrieWork.Written(executed.StateDiff)) ? null : work.Excess;
        return refusal is null ? BlockExecution.Finish(Block, executed, proposal, bytes) : null;
    }

    private string? ExecuteRest(ProposedBlock proposal, bool isVouchedFor, CancellationToken cancellation)
    {
        BlockRun run = Block.Run;
        int done = run.Count;
        using ExecutionBudget budget = new(
            maxCells: isVouchedFor ? long.MaxValue : Rules.CheckedCells, clock: execution.Clock, cancellation: cancellation);
        budget.Allocate(Block.KeptCells);
        try
        {
            BlockRefusal? refused = run.ExecuteAll(
                proposal.Transactions.Length + proposal.Messages.Length - done,
                index => Executable(proposal, done + index),
                Rules.ExecutionThreads,
                budget,
                cancellation);
            return refused is null ? null : $"transaction {refused.Hash}: {refused.Reason}";
        }
        catch (ExecutionInterruptedException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (ExecutionInterruptedException interrupted) when (interrupted.Kind == InterruptionKind.OutOfMemory)
        {
            return $"transaction {Executable(proposal, run.Count).Transaction.Hash}: {interrupted.Message}";
        }
    }

    // The messages follow the transactions.
    private ExecutableTransaction Executable(ProposedBlock proposal, int index) => index < proposal.Transactions.Length
        ? execution.Executable(proposal.Transactions[index])
        : BlockExecution.Executable(proposal.Messages[index - proposal.Transactions.Length]);
}
