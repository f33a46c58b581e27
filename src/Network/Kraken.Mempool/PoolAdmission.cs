using System.Collections.Generic;
using Kraken.Starknet.Transactions;

namespace Kraken.Mempool;

/// <summary>
/// Whether a pool takes a transaction: by its nonce, by another one that waits, and by the limits. Not safe for several threads.
/// </summary>
internal sealed class PoolAdmission(MempoolOptions options, WaitingTransactions waiting)
{
    /// <summary>Why a transaction may not enter, whether or not there is room; null when it may.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="accountNonce">The account's nonce.</param>
    public MempoolError? Refuse(SubmittedTransaction transaction, ulong accountNonce)
    {
        AccountTransaction content = transaction.Transaction;
        ulong nonce = transaction.Nonce;
        ulong highest = accountNonce + options.MaxNonceGap;
        if (waiting.Find(content.Hash) is not null)
        {
            return new MempoolError(MempoolErrorKind.Duplicate, $"transaction {content.Hash} waits already");
        }

        if (nonce < accountNonce)
        {
            return new MempoolError(
                MempoolErrorKind.NonceUsed,
                $"account {content.Sender}: expected nonce {accountNonce} or higher, got {content.Nonce.ToBigInteger()}");
        }

        if (nonce - accountNonce > options.MaxNonceGap)
        {
            return new MempoolError(
                MempoolErrorKind.NonceTooFarAhead,
                $"account {content.Sender}: expected a nonce of at most {highest}, got {content.Nonce.ToBigInteger()}");
        }

        AccountQueue? queue = waiting.QueueOf(content.Sender);
        if (queue is not null && queue.Waiting.TryGetValue(nonce, out PoolEntry? held))
        {
            return Replacement.Outbids(content, held.Transaction, options.ReplacementPercent)
                ? null
                : new MempoolError(
                    MempoolErrorKind.Underpriced,
                    $"nonce {nonce} of {content.Sender} waits already: "
                    + $"a replacement offers {options.ReplacementPercent} % more tip and gas price");
        }

        return queue?.Waiting.Count >= options.MaxPerAccount
            ? new MempoolError(
                MempoolErrorKind.Full,
                $"account {content.Sender}: expected at most {options.MaxPerAccount} waiting transactions, got one more")
            : null;
    }

    /// <summary>
    /// When the pool is full, those that no block can hold now go: behind a nonce gap, or set aside. A newcomer
    /// behind a gap pushes nobody out.
    /// </summary>
    /// <param name="transaction">The newcomer.</param>
    /// <param name="size">The memory it takes, in bytes.</param>
    /// <param name="accountNonce">The account's nonce.</param>
    /// <returns>Null when there is room now.</returns>
    public MempoolError? MakeRoom(SubmittedTransaction transaction, long size, ulong accountNonce)
    {
        AccountQueue? queue = waiting.QueueOf(transaction.Transaction.Sender);
        PoolEntry? replaced = queue?.Waiting.GetValueOrDefault(transaction.Nonce);
        long moreBytes = size - (replaced?.Bytes ?? 0);
        int more = replaced is null ? 1 : 0;
        bool inRow = transaction.Nonce <= (queue?.Next() ?? accountNonce);
        bool Fits(int freed, long freedBytes) =>
            waiting.Count - freed + more <= options.Capacity && waiting.Bytes - freedBytes + moreBytes <= options.MaxBytes;
        if (!Fits(0, 0) && !(inRow && Fits(waiting.BlockedCount, waiting.BlockedBytes)))
        {
            return new MempoolError(
                MempoolErrorKind.Full,
                $"the pool is full: expected at most {options.Capacity} transactions of {options.MaxBytes} bytes, "
                + $"got {waiting.Count} of {waiting.Bytes} bytes and one of {size} bytes");
        }

        while (!Fits(0, 0))
        {
            waiting.DropLongestBlocked(
                "the pool was full and the transaction could not be executed: a lower nonce was missing, or took too long");
        }

        return null;
    }
}
