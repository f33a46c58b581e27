using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Mempool;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;
using Kraken.State.Store;

namespace Kraken.Sequencer.Submission;

/// <summary>
/// Decides which transactions may wait for a block, in the order of cost: content, nonce and prices, the account's own validation on the
/// last committed state, and last the compilation of a class, which nobody gets for a forged signature. Users' transactions and those of
/// other validators come through the same checks; nothing enters the pool that this node did not validate itself. Safe for several threads.
/// </summary>
/// <param name="store">The committed chain.</param>
/// <param name="rules">The chain's rules.</param>
/// <param name="classes">Runnable classes.</param>
/// <param name="compiler">Compiles declared classes.</param>
/// <param name="pool">Where admitted transactions wait.</param>
public sealed class TransactionAdmission(
    ChainStore store, ChainRules rules, ClassRegistry classes, ClassCompiler compiler,
    TransactionPool pool, TimeProvider clock) : ITransactionSubmitter, IDisposable
{
    private readonly StatelessRules content = new(rules.Limits);
    private readonly AccountValidation accounts = new(store, rules, classes, pool, clock);

    // Validations run side by side up to this number, so that blocks find a free processor.
    private readonly ValidationTurns validations = new(Math.Max(1, Environment.ProcessorCount - 1), clock);

    /// <summary>Called with every admitted transaction of this node's users, to pass it on to the other validators.</summary>
    public Action<SubmittedTransaction> Admitted { get; set; } = _ => { };

    /// <inheritdoc/>
    public event Action<Felt> Received
    {
        add => pool.Grown += value;
        remove => pool.Grown -= value;
    }

    /// <inheritdoc/>
    public int PendingCount => pool.Count;

    /// <inheritdoc/>
    public ImmutableArray<AccountTransaction> Waiting(int limit) => pool.Waiting(limit);

    /// <inheritdoc/>
    public Transaction? FindPending(in Felt transactionHash) => pool.Find(transactionHash)?.Transaction;

    /// <inheritdoc/>
    public ulong NextNonce(in Felt account, ulong nonce) => pool.NextNonce(account, nonce);

    /// <inheritdoc/>
    public string? FindRejection(in Felt transactionHash) => pool.Rejected.Find(transactionHash);

    /// <inheritdoc/>
    public SubmissionError? CheckContent(SubmittedTransaction content) => this.content.Check(content);

    /// <summary>
    /// Validates a transaction and puts it in the mempool: the calling thread waits for its turn, or one made for it where the caller's is
    /// one of the pool's. Those are few, and timers and connections of consensus wait for one.
    /// </summary>
    /// <param name="transaction">The transaction with its hash computed for this chain, and the class of a declare.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null when it was taken; the reason otherwise.</returns>
    public async Task<SubmissionError?> SubmitAsync(SubmittedTransaction transaction, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return Thread.CurrentThread.IsThreadPoolThread
            ? await Task.Factory.StartNew(
                () => Submit(transaction, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .ConfigureAwait(false)
            : Submit(transaction, cancellation);
    }

    /// <summary>
    /// Takes a transaction that another validator passed on, by the same checks as a user's, on the calling
    /// thread. It is not passed on again.
    /// </summary>
    /// <param name="transaction">A transaction with its derived fields computed by this node.</param>
    /// <returns>Null when it was taken.</returns>
    public SubmissionError? AdmitForeign(SubmittedTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return Admit(transaction);
    }

    /// <summary>
    /// Takes again what this node had accepted before it was stopped, on the calling thread. What it does not take any more, though it is
    /// in no block, is remembered as rejected.
    /// </summary>
    /// <param name="transaction">A transaction with its derived fields computed by this node.</param>
    /// <returns>Whether it waits now.</returns>
    public bool AdmitAgain(SubmittedTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        SubmissionError? error;
        try
        {
            error = Admit(transaction);
        }
        catch (Exception defect) when (defect is not OutOfMemoryException)
        {
            // One that cannot be judged must not keep those behind it from being taken.
            error = new SubmissionError(SubmissionErrorKind.Unexpected, $"the node failed at it: {defect.Message}");
        }

        if (error is not null and not { Kind: SubmissionErrorKind.Duplicate })
        {
            pool.Rejected.Add(transaction.Transaction.Hash, $"after a restart of the node: {error.Message}");
        }

        return error is null;
    }

    /// <inheritdoc/>
    public void Dispose() => accounts.Dispose();

    private SubmissionError? Submit(SubmittedTransaction transaction, CancellationToken cancellation)
    {
        if (pool.Find(transaction.Transaction.Hash) is null && pool.CheckLoad(transaction, NonceOf) is { } busy)
        {
            return SubmissionErrorOf.Pool(busy);
        }

        SubmissionError? error = validations.Run(() => Admit(transaction), cancellation);
        if (error is null)
        {
            Admitted(transaction);
        }

        return error;
    }

    private SubmissionError? Admit(SubmittedTransaction submitted)
    {
        AccountTransaction transaction = submitted.Transaction;
        if (content.Check(submitted) is { } malformed)
        {
            return malformed with { IsPermanent = true };
        }

        if (pool.Find(transaction.Hash) is not null)
        {
            return Duplicate(transaction);
        }

        // What is in a block is refused for its nonce at the latest: only what is refused has to be looked for there.
        return CheckAndAdd(submitted) is not { } error ? null
            : store.Find(transaction.Hash) is not null ? Duplicate(transaction)
            : error;
    }

    private static SubmissionError Duplicate(AccountTransaction transaction) =>
        new(SubmissionErrorKind.Duplicate, $"transaction {transaction.Hash} is known already");

    private SubmissionError? CheckAndAdd(SubmittedTransaction submitted)
    {
        AccountTransaction transaction = submitted.Transaction;
        return (pool.Check(submitted, NonceOf) is { } early ? SubmissionErrorOf.Pool(early) : null)
            ?? CheckAgainstState(transaction)
            ?? (submitted.Class is null ? null : accounts.Validate(transaction, null))
            ?? Compile(submitted, out CompiledContract? contract)
            ?? accounts.Validate(transaction, contract)
            ?? (pool.Add(submitted, NonceOf) is { } error ? SubmissionErrorOf.Pool(error) : null);
    }

    private SubmissionError? CheckAgainstState(AccountTransaction transaction)
    {
        GasPrices latest = store.Header(store.LatestNumber!.Value)!.GasPrices;
        UInt128 least = UInt128.Max(rules.Limits.Transaction.MinL2GasPrice ?? rules.LeastL2GasPrice, latest.L2Gas.InFri);
        UInt128 offered = transaction.ResourceBounds.L2Gas.MaxPricePerUnit;
        if (offered < least)
        {
            return new SubmissionError(
                SubmissionErrorKind.ValidationFailure,
                string.Create(
                    CultureInfo.InvariantCulture, $"resource_bounds.l2_gas.max_price_per_unit: expected at least {least}, got {offered}"));
        }

        ulong expected = transaction is DeclareTransaction ? NonceOf(transaction.Sender) : 0;
        if (transaction is DeclareTransaction or DeployAccountTransaction && transaction.Nonce != (Felt)expected)
        {
            return new SubmissionError(
                SubmissionErrorKind.InvalidNonce, $"nonce of {transaction.Sender}: expected {expected}, got {transaction.Nonce}");
        }

        return transaction is DeclareTransaction declare && !store.State.CompiledClassHashOf(declare.ClassHash).IsZero
            ? new SubmissionError(SubmissionErrorKind.ClassAlreadyDeclared, $"class {declare.ClassHash} is declared already")
            : null;
    }

    private SubmissionError? Compile(SubmittedTransaction submitted, out CompiledContract? contract)
    {
        contract = null;
        if (submitted.Class is not { } sierra)
        {
            return null;
        }

        if (!compiler.TryCompile(sierra, out contract, out string? reason))
        {
            return new SubmissionError(SubmissionErrorKind.CompilationFailed, reason!) { IsPermanent = true };
        }

        int most = rules.Limits.Class.MaxBytecodeFelts;
        return contract!.Casm.Bytecode.Length <= most
            ? null
            : new SubmissionError(
                SubmissionErrorKind.ClassTooLarge,
                $"bytecode: expected at most {most} elements, got {contract.Casm.Bytecode.Length}") { IsPermanent = true };
    }

    private ulong NonceOf(Felt account) => store.State.NonceAt(account).TryToUInt64(out ulong nonce) ? nonce : ulong.MaxValue;
}
