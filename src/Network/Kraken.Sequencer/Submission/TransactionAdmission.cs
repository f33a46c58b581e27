using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Mempool;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Kraken.State.Journal;
using Kraken.State.Store;

namespace Kraken.Sequencer.Submission;

/// <summary>
/// Decides which transactions may wait for a block: structure, class compilation, nonce window, bounds, balance, and the account's own
/// validation on the last committed state. Safe for several threads.
/// </summary>
/// <param name="store">The committed chain.</param>
/// <param name="rules">The chain's rules.</param>
/// <param name="classes">Runnable classes.</param>
/// <param name="compiler">Compiles declared classes.</param>
/// <param name="pool">Where admitted transactions wait.</param>
/// <param name="clock">The clock.</param>
public sealed class TransactionAdmission(
    ChainStore store, ChainRules rules, ClassRegistry classes, ClassCompiler compiler, TransactionPool pool, TimeProvider clock) : ITransactionSubmitter, IDisposable
{
    // Validations run side by side up to this number, so that blocks find a free processor.
    private readonly SemaphoreSlim validations = new(Math.Max(1, Environment.ProcessorCount - 1));

    /// <summary>Called with every admitted transaction of this node's users, to pass it on to the other validators.</summary>
    public Action<SubmittedTransaction> Admitted { get; set; } = _ => { };

    /// <inheritdoc/>
    public int PendingCount => pool.Count;

    /// <inheritdoc/>
    public Transaction? FindPending(in Felt transactionHash) => pool.Find(transactionHash)?.Transaction;

    /// <inheritdoc/>
    public async Task<SubmissionError?> SubmitAsync(SubmittedTransaction transaction, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        await validations.WaitAsync(cancellation).ConfigureAwait(false);
        SubmissionError? error;
        try
        {
            error = await Task.Run(() => Admit(transaction), cancellation).ConfigureAwait(false);
        }
        finally
        {
            validations.Release();
        }

        if (error is null)
        {
            Admitted(transaction);
        }

        return error;
    }

    /// <inheritdoc/>
    public void Dispose() => validations.Dispose();

    /// <summary>Takes a transaction that another validator admitted; what is wrong with it shows when a block is built.</summary>
    public void Accept(SubmittedTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        pool.Add(new PooledTransaction(transaction.Transaction, transaction.Class, clock.GetUtcNow()), NonceOf(transaction.Transaction.Sender));
    }

    private SubmissionError? Admit(SubmittedTransaction submitted)
    {
        AccountTransaction transaction = submitted.Transaction;
        if (pool.Find(transaction.Hash) is not null || store.Find(transaction.Hash) is not null)
        {
            return new SubmissionError(SubmissionErrorKind.Duplicate, $"transaction {transaction.Hash} is known already");
        }

        return Structure(transaction) ?? Validate(submitted) ?? Enqueue(submitted);
    }

    private static SubmissionError? Structure(AccountTransaction transaction)
    {
        if (transaction.PaymasterData.Length > 0 || transaction.NonceDataAvailabilityMode != DataAvailabilityMode.L1 || transaction.FeeDataAvailabilityMode != DataAvailabilityMode.L1)
        {
            return new SubmissionError(SubmissionErrorKind.Unexpected, "expected empty paymaster data and L1 data availability");
        }

        return transaction is InvokeTransaction { ProofFacts.IsEmpty: false }
            ? new SubmissionError(SubmissionErrorKind.InvalidProof, "this chain takes no client-side proofs yet")
            : null;
    }

    private SubmissionError? Validate(SubmittedTransaction submitted)
    {
        CompiledContract? contract = null;
        if (submitted.Class is { } sierra && !compiler.TryCompile(sierra, out contract, out string? reason))
        {
            return new SubmissionError(SubmissionErrorKind.CompilationFailed, reason!);
        }

        AccountTransaction transaction = submitted.Transaction;
        ulong nonce = NonceOf(transaction.Sender);
        if (IsFirstInvokeOfPendingAccount(transaction, nonce))
        {
            return null;
        }

        ulong latest = store.LatestNumber!.Value;
        BlockInfo block = new()
        {
            Number = latest + 1,
            Timestamp = (ulong)clock.GetUtcNow().ToUnixTimeSeconds(),
            Sequencer = store.Header(latest)!.SequencerAddress,
            GasPrices = rules.GasPrices,
        };
        IStateReader state = store.StateAt(latest)!;
        RejectedOutcome? refused = new TransactionExecutor(new BlockContext(block, rules.Chain, rules.Constants), classes)
            .Validate(new ExecutableTransaction(transaction, contract), new JournaledState(state));
        return refused is null ? null : Error(refused.Rejection);
    }

    /// <summary>The account's deployment waits in the pool: nothing can validate its first transaction yet.</summary>
    private bool IsFirstInvokeOfPendingAccount(AccountTransaction transaction, ulong nonce) =>
        nonce == 0 && transaction is InvokeTransaction && transaction.Nonce == Felt.One && pool.NextNonce(transaction.Sender, 0) >= 1;

    private SubmissionError? Enqueue(SubmittedTransaction submitted)
    {
        PooledTransaction pooled = new(submitted.Transaction, submitted.Class, clock.GetUtcNow());
        return pool.Add(pooled, NonceOf(submitted.Transaction.Sender)) is { } error ? Error(error) : null;
    }

    private ulong NonceOf(Felt account) => store.State.NonceAt(account).TryToUInt64(out ulong nonce) ? nonce : ulong.MaxValue;

    private static SubmissionError Error(MempoolError error) => new(
        error.Kind switch
        {
            MempoolErrorKind.Duplicate => SubmissionErrorKind.Duplicate,
            MempoolErrorKind.NonceUsed or MempoolErrorKind.NonceTooFarAhead => SubmissionErrorKind.InvalidNonce,
            MempoolErrorKind.Underpriced => SubmissionErrorKind.ReplacementUnderpriced,
            _ => SubmissionErrorKind.Unexpected,
        },
        error.Message);

    private static SubmissionError Error(Rejection rejection) => new(
        rejection.Kind switch
        {
            RejectionKind.InvalidNonce => SubmissionErrorKind.InvalidNonce,
            RejectionKind.InsufficientBounds => SubmissionErrorKind.InsufficientResources,
            RejectionKind.InsufficientBalance => SubmissionErrorKind.InsufficientBalance,
            RejectionKind.ValidationFailed or RejectionKind.ResourcesExceeded => SubmissionErrorKind.ValidationFailure,
            RejectionKind.ClassAlreadyDeclared => SubmissionErrorKind.ClassAlreadyDeclared,
            RejectionKind.CompiledClassHashMismatch or RejectionKind.ClassHashMismatch => SubmissionErrorKind.CompiledClassHashMismatch,
            RejectionKind.DeploymentFailed => SubmissionErrorKind.ValidationFailure,
            RejectionKind.InvalidProofFacts => SubmissionErrorKind.InvalidProof,
            _ => SubmissionErrorKind.Unexpected,
        },
        rejection.Message);
}
