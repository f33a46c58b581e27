using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
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
    public event Action<Felt> Received = static _ => { };

    public ConcurrentQueue<SubmittedTransaction> Taken { get; } = [];

    public SubmissionError? Refusal { get; set; }

    public SubmissionError? Malformed { get; set; }

    public ConcurrentDictionary<Felt, string> Rejections { get; } = [];

    /// <summary>What happens before each look at the waiting transactions.</summary>
    public Action? Look { get; set; }

    public ulong NextNonce(in Felt account, ulong nonce)
    {
        Look?.Invoke();
        Felt sender = account;
        while (Taken.Any(item => item.Transaction.Sender == sender && item.Transaction.Nonce == nonce))
        {
            nonce++;
        }

        return nonce;
    }

    public int PendingCount => Taken.Count;

    public Task<SubmissionError?> SubmitAsync(SubmittedTransaction transaction, CancellationToken cancellation)
    {
        if (Refusal is null)
        {
            Taken.Enqueue(transaction);
            Received(transaction.Transaction.Hash);
        }

        return Task.FromResult(Refusal);
    }

    public Transaction? FindPending(in Felt transactionHash)
    {
        Look?.Invoke();
        Felt hash = transactionHash;
        return Taken.FirstOrDefault(item => item.Transaction.Hash == hash)?.Transaction;
    }

    public SubmissionError? CheckContent(SubmittedTransaction content) => content.Transaction.Hash.IsZero ? Malformed : null;

    public string? FindRejection(in Felt transactionHash) => Rejections.GetValueOrDefault(transactionHash);
}
