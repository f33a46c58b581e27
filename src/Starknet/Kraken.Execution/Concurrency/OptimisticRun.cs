using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Limits;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.State.Journal;

namespace Kraken.Execution.Concurrency;

/// <summary>
/// Executes a block's transactions one after another, as they stand, while other threads run those behind ahead of their turn, on what the
/// state is likely to be then. At its turn a transaction's run is taken over if it was given what the state holds; else the transaction
/// runs. Nothing that a run ahead meets decides anything, so that the block, and what it throws, is the same for every schedule. The thread
/// that disposes of this waits until no other works for it. For one thread, which runs ahead too rather than wait.
/// </summary>
/// <remarks>The block's parent state must be safe for several threads.</remarks>
public sealed class OptimisticRun : IDisposable
{
    // Fewer transactions are done before other threads are awake.
    private const int MinTransactions = 4;

    // Memory that all runs ahead together may have, in cells (160 MB): what wants more runs at its turn.
    private const long MaxCells = 4_000_000;

    private readonly BlockRun run;
    private readonly Func<int, ExecutableTransaction> transactionAt;
    private readonly AheadLimits limits;
    private readonly IInterleaving? interleaving;
    private readonly FeeCredit credit;
    private readonly VersionedCells cells;
    private readonly AheadQueue queue;
    private readonly MemoryAllowance memory = new(MaxCells);
    private readonly ConcurrentDictionary<Felt, RunnableClass> declared = new();
    private int next;
    private int begun = -1;

    /// <summary>Begins to run transactions ahead.</summary>
    /// <param name="run">The block, with what was executed so far.</param>
    /// <param name="count">The transactions to execute.</param>
    /// <param name="transactionAt">
    /// The transaction of each place. Asked from several threads, for one place perhaps more than once, for some perhaps never.
    /// </param>
    /// <param name="threads">
    /// Threads that execute, the calling one among them; with one, for a few transactions, and where each runs on both engines, no
    /// other does.
    /// </param>
    /// <param name="limits">How long a transaction may run ahead; null for any time.</param>
    public OptimisticRun(
        BlockRun run, int count, Func<int, ExecutableTransaction> transactionAt, int threads, AheadLimits? limits = null)
        : this(run, count, transactionAt, threads, limits, interleaving: null)
    {
    }

    internal OptimisticRun(
        BlockRun run,
        int count,
        Func<int, ExecutableTransaction> transactionAt,
        int threads,
        AheadLimits? limits,
        IInterleaving? interleaving)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(transactionAt);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        this.run = run;
        this.transactionAt = transactionAt;
        this.limits = limits ?? new AheadLimits();
        this.interleaving = interleaving;
        credit = new FeeCredit(run.Block);
        queue = new AheadQueue(count, waits: interleaving is null);

        // A difference of the engines stops a node: it may not come from a wrong guess.
        bool alone = count < MinTransactions || run.Classes.Natives is { Compares: true };
        int others = alone ? 0 : Math.Min(threads, count) - 1;

        // Where nobody runs ahead nobody reads them.
        cells = new VersionedCells(run.Parent, others == 0 ? [] : run.State.Changes());
        try
        {
            for (int i = 0; i < others; i++)
            {
                StartThread();
            }
        }
        catch
        {
            queue.Close(null);
            throw;
        }

        interleaving?.Enter();
    }

    /// <summary>Waits until a transaction has no run ahead that goes on, and runs others ahead meanwhile.</summary>
    /// <param name="index">The transaction's place; those before it that were not executed are left out of the block.</param>
    /// <param name="budget">Ends the waiting; null for nothing.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="ArgumentOutOfRangeException">The turn of that place is over.</exception>
    /// <exception cref="ExecutionInterruptedException">The budget is spent.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Begin(int index, ExecutionBudget? budget = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(index, next);
        for (; next < index; next++)
        {
            Publish(queue.Drop(next), next, []);
        }

        if (begun == index)
        {
            return;
        }

        interleaving?.Step();
        while (!queue.MayBegin(index, out Attempt? meanwhile))
        {
            if (meanwhile is null)
            {
                interleaving?.Idle();
            }
            else
            {
                RunAhead(meanwhile, cancellation);
            }

            cancellation.ThrowIfCancellationRequested();
            budget?.Check();
        }

        begun = index;
    }

    /// <summary>Executes a transaction; unless it is rejected or finds no room it is part of the block.</summary>
    /// <param name="index">The transaction's place; those before it that were not executed are left out of the block.</param>
    /// <param name="budget">What the run may take beside gas; null for anything.</param>
    /// <returns>As <see cref="BlockRun.Execute(ExecutableTransaction, ExecutionBudget)"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The turn of that place is over.</exception>
    /// <exception cref="ExecutionInterruptedException">The budget is spent. The block goes on without the transaction.</exception>
    public TransactionOutcome Execute(int index, ExecutionBudget? budget = null)
    {
        Begin(index, budget);
        next++;
        Slot slot = queue[index];
        IReadOnlyList<StateChange> changes = [];
        try
        {
            ExecutableTransaction transaction = slot.Transaction ??= transactionAt(index);
            TransactionOutcome outcome = run.Execute(transaction, budget, slot.Result);
            changes = outcome is ExecutedOutcome executed ? executed.Changes : [];
            return outcome;
        }
        finally
        {
            slot.Result?.Dispose();
            slot.Result = null;
            interleaving?.Step();
            Publish(slot, index, changes);
        }
    }

    /// <summary>The hash of a transaction that was executed.</summary>
    internal Felt HashAt(int index) => queue[index].Transaction!.Transaction.Hash;

    /// <summary>Ends the runs ahead that go on, and waits for it.</summary>
    public void Dispose()
    {
        queue.Close(interleaving is null ? null : interleaving.Idle);
        interleaving?.Leave();
    }

    private void StartThread()
    {
        queue.Enter();
        try
        {
            ExecutionThreads.Start(Work);
        }
        catch
        {
            queue.Leave();
            throw;
        }
    }

    private void Work()
    {
        interleaving?.Enter();
        bool isOver = false;
        while (!isOver)
        {
            interleaving?.Step();
            if (queue.Next(out isOver) is { } attempt)
            {
                RunAhead(attempt, CancellationToken.None);
            }
            else if (!isOver)
            {
                interleaving?.Idle();
            }
        }

        queue.Leave();
        interleaving?.Leave();
    }

    // The thread whose turn it is may not be held by a run ahead when nobody wants the block any more.
    private void RunAhead(Attempt attempt, CancellationToken cancellation)
    {
        using (attempt)
        using (cancellation.UnsafeRegister(static attempt => ((Attempt)attempt!).Stop(), attempt))
        {
            if (RunsNow(attempt, out Forerun? result))
            {
                Finish(attempt, result);
            }
        }
    }

    // False where the run comes later.
    private bool RunsNow(Attempt attempt, out Forerun? result)
    {
        result = null;
        try
        {
            ExecutableTransaction transaction = queue[attempt.Index].Transaction ?? transactionAt(attempt.Index);
            if (!queue.MayRun(attempt, transaction))
            {
                return false;
            }

            result = transaction.Refusal is null ? Run(attempt, transaction) : null;
        }
        catch (Exception)
        {
            // What ended it may come from a wrong guess. If it does not, the transaction meets it again at its turn, where it counts.
            result = null;
        }

        return true;
    }

    private Forerun Run(Attempt attempt, ExecutableTransaction transaction)
    {
        if (transaction.DeclaredClass is { } contract)
        {
            declared.TryAdd(contract.ClassHash, contract.Runnable);
        }

        VersionedView view = new(cells, credit, attempt, interleaving);
        ClassesAhead classes = new(run.Classes, declared);
        ExecutionBudget budget = new(limits.Time, MaxCells, memory, limits.Clock, attempt.Stopping)
        {
            MustFitMachine = limits.MustFitMachine,
        };
        try
        {
            return new Forerun(run.Runner(transaction, view.State, classes, budget), view, classes, credit, budget);
        }
        catch
        {
            budget.Dispose();
            throw;
        }
    }

    private void Finish(Attempt attempt, Forerun? result)
    {
        interleaving?.Step();
        Slot slot = queue[attempt.Index];
        IReadOnlyList<StateChange> before = slot.Published;
        IReadOnlyList<StateChange> now = result?.Changes ?? before;
        if (!queue.IsWanted(attempt))
        {
            result?.Dispose();
            return;
        }

        List<Attempt> stale = result is null ? [] : cells.Replace(attempt.Index, before, now);
        interleaving?.Step();
        if (!queue.Finish(attempt, result, now))
        {
            // Its turn passed meanwhile.
            result?.Dispose();
            stale.AddRange(cells.Replace(attempt.Index, now, []));
        }

        queue.Outdate(stale);
    }

    private void Publish(Slot slot, int index, IReadOnlyList<StateChange> changes)
    {
        if (!ReferenceEquals(slot.Published, changes))
        {
            queue.Outdate(cells.Replace(index, slot.Published, changes));
            slot.Published = changes;
        }
    }
}
