using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Limits;
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
    /// <param name="transaction">The transaction.</param>
    /// <param name="state">The state, with the effects of the transactions before it.</param>
    /// <param name="flags">How to run it; null for the flags of a block.</param>
    /// <param name="budget">What the run may take beside gas; null for anything.</param>
    /// <exception cref="ExecutionInterruptedException">The budget is spent. The state is as it was.</exception>
    public TransactionOutcome Execute(
        ExecutableTransaction transaction, JournaledState state, ExecutionFlags? flags = null, ExecutionBudget? budget = null) =>
        new AccountRun(block, Preparation.Prepare(transaction), state, classes, flags ?? ExecutionFlags.Default, budget).Run();

    /// <summary>
    /// Says whether a transaction may wait for a block; a nonce ahead of the account's is allowed. The state is left as it was.
    /// </summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="state">The state to validate on.</param>
    /// <param name="budget">What the run may take beside gas; null for anything.</param>
    /// <returns>The rejection, or null.</returns>
    /// <exception cref="ExecutionInterruptedException">The budget is spent. The state is as it was.</exception>
    public RejectedOutcome? Validate(ExecutableTransaction transaction, JournaledState state, ExecutionBudget? budget = null) =>
        new AccountRun(block, Preparation.Prepare(transaction), state, classes, new ExecutionFlags(StrictNonce: false), budget)
            .RunAdmission();
}
