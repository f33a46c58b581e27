using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Chain;

/// <summary>Takes transactions from outside to the mempool. Safe for several threads.</summary>
public interface ITransactionSubmitter
{
    /// <summary>How many transactions wait.</summary>
    int PendingCount { get; }

    /// <summary>Validates a transaction and puts it in the mempool.</summary>
    /// <param name="transaction">The transaction with its hash computed for this chain, and the class of a declare.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null when it was taken; the reason otherwise.</returns>
    Task<SubmissionError?> SubmitAsync(SubmittedTransaction transaction, CancellationToken cancellation);

    /// <summary>A waiting transaction; null when none has this hash.</summary>
    Transaction? FindPending(in Felt transactionHash);
}
