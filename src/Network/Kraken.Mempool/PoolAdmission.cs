using System;
using System.Collections.Generic;
using Kraken.Fields;
using Kraken.Starknet.Transactions;

namespace Kraken.Mempool;

/// <summary>
/// Whether a pool takes a transaction: by its nonce, by another one that waits, and by the limits. Not safe for several threads.
/// </summary>
internal sealed class PoolAdmission(MempoolOptions options, WaitingTransactions waiting)
{
    /// <summary>Why a transaction may not enter, whether or not there is room; null when it may.</summary>
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
    /// Why a user's transaction is not taken now, whatever it is: more comes than is executed. Already at half of that wait one is refused
    /// whose turn comes after a transaction that is not here, for the one before it may be refused too and the gap stay.
    /// </summary>
    /// <param name="transaction">The newcomer. One that may take the place of another is let through.</param>
    /// <param name="accountNonce">Reads an account's nonce; called where it matters only.</param>
    public MempoolError? RefuseForLoad(SubmittedTransaction transaction, Func<Felt, ulong> accountNonce)
    {
        Felt account = transaction.Transaction.Sender;
        AccountQueue? queue = waiting.QueueOf(account);
        if (waiting.ExecutableCount < options.BusyCount || waiting.LastWait < options.MaxWait / 2
            || queue?.Waiting.ContainsKey(transaction.Nonce) == true)
        {
            return null;
        }

        ulong next = Math.Max(queue?.Next() ?? 0, accountNonce(account));
        string? reason = waiting.LastWait >= options.MaxWait ? "try again later"
            : transaction.Nonce > next ? $"expected nonce {next} of {account} first, got {transaction.Nonce}"
            : null;
        return reason is null ? null : new MempoolError(
            MempoolErrorKind.Busy,
            $"{waiting.ExecutableCount} transactions wait, the last block's for {waiting.LastWait.TotalSeconds:f0} seconds: {reason}");
    }

    /// <summary>
    /// When the pool is full, those that no block can hold now go: behind a nonce gap, or set aside. A newcomer
    /// behind a gap pushes nobody out.
    /// </summary>
    /// <param name="transaction">The newcomer.</param>
    /// <param name="size">The memory it takes, in bytes.</param>
    /// <returns>Null when there is room now.</returns>
    public MempoolError? MakeRoom(SubmittedTransaction transaction, long size, ulong accountNonce)
    {
        Felt account = transaction.Transaction.Sender;
        bool inRow = transaction.Nonce <= (waiting.QueueOf(account)?.Next() ?? accountNonce);
        bool Fits(bool withoutBlocked)
        {
            // The one whose place the newcomer takes is counted once: it may be blocked, or be gone with those that were.
            PoolEntry? replaced = waiting.QueueOf(account)?.Waiting.GetValueOrDefault(transaction.Nonce);
            replaced = withoutBlocked && replaced?.Waits != WaitReason.Block ? null : replaced;
            int count = waiting.Count - (withoutBlocked ? waiting.BlockedCount : 0) + (replaced is null ? 1 : 0);
            long bytes = waiting.Bytes - (withoutBlocked ? waiting.BlockedBytes : 0) + size - (replaced?.Bytes ?? 0);
            return count <= options.Capacity && bytes <= options.MaxBytes;
        }

        if (!Fits(withoutBlocked: false) && !(inRow && Fits(withoutBlocked: true)))
        {
            return new MempoolError(
                MempoolErrorKind.Full,
                $"the pool is full: expected at most {options.Capacity} transactions of {options.MaxBytes} bytes, "
                + $"got {waiting.Count} of {waiting.Bytes} bytes and one of {size} bytes");
        }

        while (!Fits(withoutBlocked: false))
        {
            waiting.DropLongestBlocked(
                "the pool was full and the transaction could not be executed: a lower nonce was missing, or took too long");
        }

        return null;
    }
}
