using System;
using System.Collections.Generic;
using Kraken.Execution.Limits;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.State;
using Kraken.State.Journal;

namespace Kraken.Execution.Concurrency;

/// <summary>
/// What a transaction's run ahead of its turn gave: read set, write set and outcome. At its turn it is validated, and taken over if the
/// run was given nothing but what the state holds then: it is the very run that the turn would make.
/// </summary>
internal sealed class Forerun : IDisposable
{
    private readonly TransactionOutcome outcome;
    private readonly CellRead[] reads;
    private readonly StateChange[] writes;
    private readonly ClassesAhead classes;
    private readonly FeeCredit credit;
    private readonly ExecutionBudget budget;

    /// <param name="view">What the run was given, and its journal.</param>
    /// <param name="classes">The classes that it found.</param>
    /// <param name="credit">The sequencer's balance.</param>
    /// <param name="budget">What it took; disposed with this.</param>
    internal Forerun(TransactionOutcome outcome, VersionedView view, ClassesAhead classes, FeeCredit credit, ExecutionBudget budget)
    {
        this.outcome = outcome;
        reads = view.Reads;
        writes = view.State.Writes();
        this.classes = classes;
        this.credit = credit;
        this.budget = budget;
    }

    /// <summary>What the transaction changes if it was given the right values.</summary>
    internal IReadOnlyList<StateChange> Changes => outcome is ExecutedOutcome executed ? executed.Changes : [];

    /// <summary>Repeats the run's effects on the state; null, and no effect, where the transaction has to run at its turn.</summary>
    /// <param name="state">The state after the transactions before this one.</param>
    /// <param name="limits">What the run may take at its turn; null for anything.</param>
    /// <exception cref="ExecutionInterruptedException">The budget is spent.</exception>
    internal TransactionOutcome? TryTakeOver(JournaledState state, ExecutionBudget? limits)
    {
        limits?.Check();
        if (!TryConfirm(state, out StateChange[] confirmed) || limits?.TryTakeOn(budget) == false)
        {
            return null;
        }

        int start = state.Checkpoint;
        foreach (StateChange write in confirmed)
        {
            state.Apply(write);
        }

        return outcome is ExecutedOutcome executed && confirmed != writes
            ? executed with { Changes = state.ChangesSince(start) }
            : outcome;
    }

    /// <summary>Gives the memory back that the run took.</summary>
    public void Dispose() => budget.Dispose();

    private bool TryConfirm(JournaledState state, out StateChange[] confirmed)
    {
        confirmed = writes;
        try
        {
            foreach (CellRead read in reads)
            {
                Felt actual = read.Name.ReadFrom(state);
                if (actual == read.Value)
                {
                    continue;
                }

                if (!read.IsCredit || credit.Shift(read.Name, read.Value, actual, outcome, writes) is not { } shifted)
                {
                    return false;
                }

                confirmed = shifted;
            }

            return classes.GuessedRight;
        }
        catch (StateUnavailableException)
        {
            // Nothing is decided here: the transaction's own run reads it again, and says so if that fails still.
            return false;
        }
    }
}
