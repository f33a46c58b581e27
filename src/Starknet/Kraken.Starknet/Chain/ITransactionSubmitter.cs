using System;
using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Chain;

/// <summary>Takes transactions from outside to the mempool. Safe for several threads.</summary>
public interface ITransactionSubmitter
{
    /// <summary>Told of each transaction that was taken, by its hash, when it can be found. Who listens must not wait.</summary>
    event Action<Felt> Received
    {
        add { }
        remove { }
    }

    /// <summary>How many transactions wait.</summary>
    int PendingCount { get; }

    /// <summary>The transactions that wait, the first to arrive first.</summary>
    /// <param name="limit">The most of them.</param>
    ImmutableArray<AccountTransaction> Waiting(int limit) => [];

    /// <summary>Validates a transaction and puts it in the mempool.</summary>
    /// <param name="transaction">The transaction with its hash computed for this chain, and the class of a declare.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null when it was taken; the reason otherwise.</returns>
    Task<SubmissionError?> SubmitAsync(SubmittedTransaction transaction, CancellationToken cancellation);

    /// <summary>
    /// Checks what does not depend on the state, before anything is hashed: sizes, versions, reserved fields, bounds.
    /// </summary>
    /// <param name="content">The transaction, its derived fields not computed yet.</param>
    /// <returns>Null when all is as it must be; the reason otherwise.</returns>
    SubmissionError? CheckContent(SubmittedTransaction content) => null;

    /// <summary>The nonce after an account's transactions that wait in an unbroken row.</summary>
    /// <param name="nonce">Its nonce in the state.</param>
    ulong NextNonce(in Felt account, ulong nonce) => nonce;

    /// <summary>A waiting transaction; null when none has this hash.</summary>
    Transaction? FindPending(in Felt transactionHash);

    /// <summary>Why a transaction that was taken left the mempool other than by a block; null when it did not, or long ago.</summary>
    string? FindRejection(in Felt transactionHash) => null;
}
