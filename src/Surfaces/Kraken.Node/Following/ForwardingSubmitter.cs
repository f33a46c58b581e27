using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Rpc.Client;
using Kraken.Rpc.Protocol;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;

namespace Kraken.Node.Following;

/// <summary>
/// Passes transactions on to the node that is followed, since a follower proposes nothing: the answer, and the error with its code, text
/// and data, are that node's. A hash that is not the transaction's is no answer. What was passed on is known until it is in a block, or
/// many others came after it. Safe for several threads.
/// </summary>
/// <param name="nodes">The nodes, those to be asked first in front.</param>
/// <param name="isStored">Whether a transaction is in a block.</param>
/// <param name="limits">How many are known.</param>
internal sealed class ForwardingSubmitter(Func<IReadOnlyList<RpcClient>> nodes, Func<Felt, bool> isStored, ForwardingLimits limits)
    : ITransactionSubmitter
{
    private readonly Lock gate = new();
    private readonly Dictionary<Felt, Transaction> passedOn = [];
    private readonly Queue<Felt> oldestFirst = [];

    /// <inheritdoc/>
    public event Action<Felt>? Received;

    /// <inheritdoc/>
    public int PendingCount
    {
        get
        {
            lock (gate)
            {
                return passedOn.Count;
            }
        }
    }

    /// <inheritdoc/>
    public Transaction? FindPending(in Felt transactionHash)
    {
        lock (gate)
        {
            return passedOn.TryGetValue(transactionHash, out Transaction? transaction) && !isStored(transactionHash) ? transaction : null;
        }
    }

    /// <inheritdoc/>
    public async Task<SubmissionError?> SubmitAsync(SubmittedTransaction transaction, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        List<string> problems = [];
        foreach (RpcClient node in nodes())
        {
            try
            {
                Felt hash = await node.SubmitAsync(transaction, cancellation).ConfigureAwait(false);
                if (hash == transaction.Transaction.Hash)
                {
                    Remember(transaction.Transaction);
                    return null;
                }

                problems.Add($"a node answers transaction hash {hash}, expected {transaction.Transaction.Hash}");
            }
            catch (RpcClientException refusal) when (refusal.ErrorText is { } text)
            {
                throw new RpcFailureException(new RpcError(
                    refusal.Code, text, refusal.ErrorData is { } data ? writer => writer.WriteRawValue(data) : null));
            }
            catch (Exception failure) when (failure is RpcClientException or HttpRequestException or IOException or TaskCanceledException
                && !cancellation.IsCancellationRequested)
            {
                problems.Add(failure.Message);
            }
        }

        return new SubmissionError(
            SubmissionErrorKind.Unexpected, $"no node took the transaction on: {string.Join("; ", problems)}");
    }

    private void Remember(Transaction transaction)
    {
        lock (gate)
        {
            if (!passedOn.TryAdd(transaction.Hash, transaction))
            {
                return;
            }

            oldestFirst.Enqueue(transaction.Hash);
            while (oldestFirst.Count > limits.MaxKnown || (oldestFirst.TryPeek(out Felt oldest) && isStored(oldest)))
            {
                passedOn.Remove(oldestFirst.Dequeue());
            }
        }

        Received?.Invoke(transaction.Hash);
    }
}
