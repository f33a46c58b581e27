using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;

namespace Kraken.Explorer.Tests;

/// <summary>Takes every transaction and lets it wait for ever.</summary>
internal sealed class WaitingPool : ITransactionSubmitter
{
    private readonly ConcurrentQueue<AccountTransaction> waiting = [];

    public int PendingCount => waiting.Count;

    /// <summary>What was sent last.</summary>
    public AccountTransaction? Last => waiting.LastOrDefault();

    public ImmutableArray<AccountTransaction> Waiting(int limit) => [.. waiting.Take(limit)];

    public Task<SubmissionError?> SubmitAsync(SubmittedTransaction transaction, CancellationToken cancellation)
    {
        waiting.Enqueue(transaction.Transaction);
        return Task.FromResult<SubmissionError?>(null);
    }

    public Transaction? FindPending(in Felt transactionHash)
    {
        Felt hash = transactionHash;
        return waiting.FirstOrDefault(transaction => transaction.Hash == hash);
    }
}
