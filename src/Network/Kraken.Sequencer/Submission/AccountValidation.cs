using System;
using System.Threading;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Limits;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Mempool;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Kraken.State.Journal;
using Kraken.State.Store;

namespace Kraken.Sequencer.Submission;

/// <summary>
/// Runs an account's own validation of a transaction on the last committed state, within what a node spends on it. Safe for several
/// threads.
/// </summary>
/// <param name="store">The committed chain.</param>
/// <param name="rules">The chain's rules.</param>
/// <param name="classes">Runnable classes.</param>
/// <param name="pool">Where deployments wait.</param>
/// <param name="clock">The clock of the next block.</param>
internal sealed class AccountValidation(ChainStore store, ChainRules rules, ClassRegistry classes, TransactionPool pool, TimeProvider clock)
    : IDisposable
{
    // A node that catches up may drop the states that validations began on one after another.
    private const int MaxStates = 8;

    // Whatever number of validations runs, one of them takes the memory of a large one.
    private readonly SemaphoreSlim large = new(1);

    /// <inheritdoc/>
    public void Dispose() => large.Dispose();

    /// <summary>Validates a transaction; of a declare without its class all that the account decides.</summary>
    /// <returns>Null when the account takes it.</returns>
    internal SubmissionError? Validate(AccountTransaction transaction, CompiledContract? contract)
    {
        try
        {
            return ValidateWithin(Math.Min(rules.ValidationCells, rules.TransactionCells), transaction, contract);
        }
        catch (ExecutionInterruptedException interrupted) when (
            interrupted.Kind != InterruptionKind.OutOfMemory || rules.ValidationCells >= rules.TransactionCells)
        {
            return TooMuch(interrupted);
        }
        catch (ExecutionInterruptedException)
        {
            return ValidateLarge(transaction, contract);
        }
    }

    private SubmissionError? ValidateLarge(AccountTransaction transaction, CompiledContract? contract)
    {
        large.Wait();
        try
        {
            return ValidateWithin(rules.TransactionCells, transaction, contract);
        }
        catch (ExecutionInterruptedException interrupted)
        {
            return TooMuch(interrupted);
        }
        finally
        {
            large.Release();
        }
    }

    private static SubmissionError TooMuch(ExecutionInterruptedException interrupted) => new(
        SubmissionErrorKind.ValidationFailure, $"the account's validation takes too much of this node: {interrupted.Message}");

    private SubmissionError? ValidateWithin(long cells, AccountTransaction transaction, CompiledContract? contract)
    {
        for (int states = 1; ; states++)
        {
            ulong latest = store.LatestNumber!.Value;
            try
            {
                return ValidateAfter(latest, cells, transaction, contract);
            }
            catch (Exception dropped) when (IsDroppedState(dropped))
            {
                if (states == MaxStates)
                {
                    return new SubmissionError(
                        SubmissionErrorKind.Unexpected, $"blocks come faster than this node validates the transaction: {dropped.Message}");
                }
            }
        }
    }

    private static bool IsDroppedState(Exception failure) =>
        failure is StateNotHeldException or StateUnavailableException { InnerException: StateNotHeldException };

    private SubmissionError? ValidateAfter(ulong latest, long cells, AccountTransaction transaction, CompiledContract? contract)
    {
        BlockHeader header = store.Header(latest)!;
        BlockInfo block = new()
        {
            Number = latest + 1,
            Timestamp = (ulong)clock.GetUtcNow().ToUnixTimeSeconds(),
            Sequencer = header.SequencerAddress,
            GasPrices = header.GasPrices,
        };
        JournaledState state = new(store.StateAt(latest)!);
        TransactionExecutor executor = new(new BlockContext(block, rules.Chain, rules.Constants), classes);
        using ExecutionBudget budget = new(rules.ValidationTime, cells, clock: rules.TransactionClock);
        if (PendingDeployment(transaction, state) is { } deployment
            && executor.Execute(new ExecutableTransaction(deployment, null), state, null, budget) is RejectedOutcome undeployable)
        {
            return new SubmissionError(
                SubmissionErrorKind.ValidationFailure,
                $"the deployment of {transaction.Sender}, which waits, fails: {undeployable.Rejection.Message}");
        }

        // Without its class a declare comes as far as the check of the class, after all that the account decides.
        return executor.Validate(new ExecutableTransaction(transaction, contract), state, budget) is { } refused
            && !(transaction is DeclareTransaction && contract is null && refused.Rejection.Kind == RejectionKind.ClassHashMismatch)
            ? SubmissionErrorOf.Execution(refused.Rejection)
            : null;
    }

    /// <summary>The first invoke of an account whose deployment waits is validated on the state that the deployment gives.</summary>
    private DeployAccountTransaction? PendingDeployment(AccountTransaction transaction, IStateReader state) =>
        transaction is InvokeTransaction && transaction.Nonce == Felt.One && state.NonceAt(transaction.Sender).IsZero
            ? pool.Find(transaction.Sender, 0)?.Transaction as DeployAccountTransaction
            : null;
}
