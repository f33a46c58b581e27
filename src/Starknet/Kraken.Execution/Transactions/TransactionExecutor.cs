using System;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Limits;
using Kraken.Execution.Native;
using Kraken.Starknet.Transactions;
using Kraken.State.Journal;

namespace Kraken.Execution.Transactions;

/// <summary>Executes transactions in one block, one after another. Not safe for several threads; the classes may be shared.</summary>
public sealed class TransactionExecutor
{
    private readonly BlockContext block;
    private readonly IClassSource classes;

    /// <summary>Executes in <paramref name="block"/>, with the runnable classes of <paramref name="classes"/>.</summary>
    public TransactionExecutor(BlockContext block, IClassSource classes)
    {
        this.block = block;
        this.classes = classes;
    }

    /// <summary>
    /// Executes a transaction on <paramref name="state"/>. A rejected one leaves the state as it was; a declared class must be found by the
    /// class source from then on.
    /// </summary>
    /// <param name="state">The state, with the effects of the transactions before it.</param>
    /// <param name="flags">How to run it; null for the flags of a block. An L1 handler has neither validation, nonce nor fee.</param>
    /// <param name="budget">What the run may take beside gas; null for anything.</param>
    /// <exception cref="ExecutionInterruptedException">The budget is spent. The state is as it was.</exception>
    /// <exception cref="EngineDifferenceException">It runs on both engines, which differ. The state is as it was.</exception>
    public TransactionOutcome Execute(
        ExecutableTransaction transaction, JournaledState state, ExecutionFlags? flags = null, ExecutionBudget? budget = null)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(state);
        if (classes.Natives is not { Compares: true } natives)
        {
            return Run(transaction, state, flags, budget, isNativeOff: false);
        }

        int start = state.Checkpoint;
        TransactionOutcome native = Run(transaction, state, flags, budget, isNativeOff: false);
        state.RevertTo(start);
        TransactionOutcome machine = Run(transaction, state, flags, budget, isNativeOff: true);
        if (OutcomeDifference.Find(machine, native) is { } difference)
        {
            state.RevertTo(start);
            natives.Refuse($"transaction {transaction.Transaction.Hash}: {difference}");
        }

        return machine;
    }

    /// <summary>
    /// Says whether a transaction may wait for a block; a nonce ahead of the account's is allowed. The state is left as it was.
    /// </summary>
    /// <param name="transaction">The transaction of an account; messages from L1 wait elsewhere.</param>
    /// <param name="state">The state to validate on.</param>
    /// <param name="budget">What the run may take beside gas; null for anything.</param>
    /// <returns>The rejection, or null.</returns>
    /// <exception cref="NotSupportedException">An L1 handler.</exception>
    /// <exception cref="ExecutionInterruptedException">The budget is spent. The state is as it was.</exception>
    /// <exception cref="EngineDifferenceException">It runs on both engines, which differ. The state is as it was.</exception>
    public RejectedOutcome? Validate(ExecutableTransaction transaction, JournaledState state, ExecutionBudget? budget = null)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        PreparedTransaction prepared = Preparation.Prepare(transaction);
        ExecutionFlags flags = new(StrictNonce: false);
        RejectedOutcome? native = Account(prepared, state, flags, budget, isNativeOff: false).RunAdmission();
        if (classes.Natives is not { Compares: true } natives)
        {
            return native;
        }

        RejectedOutcome? machine = Account(prepared, state, flags, budget, isNativeOff: true).RunAdmission();
        if (machine != native)
        {
            natives.Refuse(
                $"validation of transaction {transaction.Transaction.Hash}: {machine} by the virtual machine, {native} natively");
        }

        return machine;
    }

    private TransactionOutcome Run(
        ExecutableTransaction transaction, JournaledState state, ExecutionFlags? flags, ExecutionBudget? budget, bool isNativeOff)
    {
        int start = state.Checkpoint;
        try
        {
            budget?.Check();
            state.WatchStorage();
            return transaction.Transaction is L1HandlerTransaction message
                ? new MessageRun(block, message, transaction.PaidFeeOnL1, state, classes, budget, isNativeOff).Run()
                : Account(Preparation.Prepare(transaction), state, flags, budget, isNativeOff).Run();
        }
        catch (RejectionException exception)
        {
            state.RevertTo(start);
            return new RejectedOutcome(exception.Rejection);
        }
        catch
        {
            // Whatever else ends the run has no outcome: the state goes on without this transaction.
            state.RevertTo(start);
            throw;
        }
    }

    private AccountRun Account(
        PreparedTransaction transaction, JournaledState state, ExecutionFlags? flags, ExecutionBudget? budget, bool isNativeOff) =>
        new(block, transaction, state, classes, flags ?? ExecutionFlags.Default, budget, isNativeOff);
}
