using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;

namespace Kraken.Rpc.Tests;

/// <summary>Takes every transaction, or refuses all for one reason.</summary>
internal sealed class RecordedSubmitter : ITransactionSubmitter
{
    public ConcurrentQueue<SubmittedTransaction> Taken { get; } = [];

    public SubmissionError? Refusal { get; set; }

    public int PendingCount => Taken.Count;

    public Task<SubmissionError?> SubmitAsync(SubmittedTransaction transaction, CancellationToken cancellation)
    {
        if (Refusal is null)
        {
            Taken.Enqueue(transaction);
        }

        return Task.FromResult(Refusal);
    }

    public Transaction? FindPending(in Felt transactionHash)
    {
        Felt hash = transactionHash;
        return Taken.FirstOrDefault(item => item.Transaction.Hash == hash)?.Transaction;
    }
}
