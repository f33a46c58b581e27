using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Starknet.Transactions;

namespace Kraken.Mempool;

/// <summary>
/// Transactions that wait for a block: first come, first served, and by nonce within an account. Safe for several threads.
/// </summary>
/// <param name="options">Limits.</param>
/// <param name="clock">The clock of the time to live.</param>
public sealed class TransactionPool(MempoolOptions options, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<Felt, PooledTransaction> byHash = [];
    private readonly Dictionary<Felt, AccountQueue> accounts = [];
    private readonly LinkedList<PooledTransaction> arrivals = [];
    private readonly Dictionary<Felt, LinkedListNode<PooledTransaction>> arrivalOf = [];
    private TaskCompletionSource someWait = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many transactions wait.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return byHash.Count;
            }
        }
    }

    /// <summary>A waiting transaction by hash; null when none.</summary>
    public PooledTransaction? Find(Felt hash)
    {
        lock (gate)
        {
            return byHash.GetValueOrDefault(hash);
        }
    }

    /// <summary>Takes an admitted transaction.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="accountNonce">The account's nonce in the last committed state.</param>
    /// <returns>Null when it was taken.</returns>
    public MempoolError? Add(PooledTransaction transaction, ulong accountNonce)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        lock (gate)
        {
            AccountTransaction content = transaction.Transaction;
            if (Refuse(transaction, accountNonce) is { } error)
            {
                return error;
            }

            if (!accounts.TryGetValue(content.Sender, out AccountQueue? queue))
            {
                queue = new AccountQueue(accountNonce);
                accounts.Add(content.Sender, queue);
            }

            if (queue.Waiting.Remove(transaction.Nonce, out PooledTransaction? replaced))
            {
                Forget(replaced);
            }

            queue.Waiting.Add(transaction.Nonce, transaction);
            byHash.Add(content.Hash, transaction);
            arrivalOf.Add(content.Hash, arrivals.AddLast(transaction));
            someWait.TrySetResult();
            return null;
        }
    }

    /// <summary>The nonce after the account's last transaction in an unbroken row, for callers that send several at once.</summary>
    public ulong NextNonce(Felt account, ulong accountNonce)
    {
        lock (gate)
        {
            ulong next = accountNonce;
            if (accounts.TryGetValue(account, out AccountQueue? queue))
            {
                while (queue.Waiting.ContainsKey(next))
                {
                    next++;
                }
            }

            return next;
        }
    }

    /// <summary>
    /// The transactions that can be executed next, in order of arrival as far as nonces allow; they stay in the pool until
    /// <see cref="Committed"/> or <see cref="Remove"/>.
    /// </summary>
    public IReadOnlyList<PooledTransaction> Executable(int limit)
    {
        lock (gate)
        {
            DropExpired();
            List<PooledTransaction> chosen = [];
            Dictionary<Felt, ulong> next = [];
            foreach (PooledTransaction transaction in arrivals)
            {
                Choose(transaction, chosen, next, limit);
                if (chosen.Count == limit)
                {
                    break;
                }
            }

            return chosen;
        }
    }

    /// <summary>A block was committed: its transactions leave the pool, and with them every one whose nonce it used.</summary>
    /// <param name="nonces">The new nonce of each account that the block changed.</param>
    public void Committed(IEnumerable<KeyValuePair<Felt, ulong>> nonces)
    {
        ArgumentNullException.ThrowIfNull(nonces);
        lock (gate)
        {
            foreach ((Felt account, ulong nonce) in nonces)
            {
                if (accounts.TryGetValue(account, out AccountQueue? queue))
                {
                    queue.Nonce = nonce;
                    foreach (PooledTransaction used in queue.TakeBelow(nonce))
                    {
                        Forget(used);
                    }

                    if (queue.Waiting.Count == 0)
                    {
                        accounts.Remove(account);
                    }
                }
            }

            ResetSignal();
        }
    }

    /// <summary>Removes a transaction that turned out to be invalid.</summary>
    public void Remove(Felt hash)
    {
        lock (gate)
        {
            if (byHash.TryGetValue(hash, out PooledTransaction? transaction))
            {
                Take(transaction);
                ResetSignal();
            }
        }
    }

    /// <summary>Completes as soon as a transaction waits.</summary>
    public Task WaitForSomeAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            return someWait.Task.WaitAsync(cancellation);
        }
    }

    private MempoolError? Refuse(PooledTransaction transaction, ulong accountNonce)
    {
        AccountTransaction content = transaction.Transaction;
        if (byHash.ContainsKey(content.Hash))
        {
            return new MempoolError(MempoolErrorKind.Duplicate, $"transaction {content.Hash} waits already");
        }

        ulong nonce = transaction.Nonce;
        if (nonce < accountNonce)
        {
            return new MempoolError(MempoolErrorKind.NonceUsed, $"account {content.Sender}: expected nonce {accountNonce} or higher, got {nonce}");
        }

        if (nonce - accountNonce > options.MaxNonceGap)
        {
            return new MempoolError(MempoolErrorKind.NonceTooFarAhead, $"account {content.Sender}: expected a nonce of at most {accountNonce + options.MaxNonceGap}, got {nonce}");
        }

        if (accounts.TryGetValue(content.Sender, out AccountQueue? queue) && queue.Waiting.TryGetValue(nonce, out PooledTransaction? waiting))
        {
            return Outbids(content, waiting.Transaction)
                ? null
                : new MempoolError(MempoolErrorKind.Underpriced, $"nonce {nonce} of {content.Sender} waits already: a replacement offers {options.ReplacementPercent} % more tip and gas price");
        }

        return byHash.Count >= options.Capacity ? new MempoolError(MempoolErrorKind.Full, $"{options.Capacity} transactions wait already") : null;
    }

    private bool Outbids(AccountTransaction offered, AccountTransaction waiting)
    {
        UInt128 factor = 100 + options.ReplacementPercent;
        UInt128 price = waiting.ResourceBounds.L2Gas.MaxPricePerUnit;
        return (UInt128)offered.Tip * 100 >= waiting.Tip * factor
            && price <= UInt128.MaxValue / factor
            && offered.ResourceBounds.L2Gas.MaxPricePerUnit >= price * factor / 100
            && (offered.Tip, offered.ResourceBounds.L2Gas.MaxPricePerUnit) != (waiting.Tip, price);
    }

    /// <summary>Chooses a transaction whose turn it is, and those of its account that wait right behind it though they came earlier.</summary>
    private void Choose(PooledTransaction transaction, List<PooledTransaction> chosen, Dictionary<Felt, ulong> next, int limit)
    {
        Felt account = transaction.Transaction.Sender;
        AccountQueue queue = accounts[account];
        ulong turn = next.GetValueOrDefault(account, queue.Nonce);
        if (transaction.Nonce != turn)
        {
            return;
        }

        while (chosen.Count < limit && queue.Waiting.TryGetValue(turn, out PooledTransaction? follower) && follower.Received <= transaction.Received)
        {
            chosen.Add(follower);
            turn++;
        }

        next[account] = turn;
    }

    private void DropExpired()
    {
        DateTimeOffset oldest = clock.GetUtcNow() - options.TimeToLive;
        while (arrivals.First is { } first && first.Value.Received < oldest)
        {
            Take(first.Value);
        }
    }

    private void Take(PooledTransaction transaction)
    {
        AccountQueue queue = accounts[transaction.Transaction.Sender];
        queue.Waiting.Remove(transaction.Nonce);
        if (queue.Waiting.Count == 0)
        {
            accounts.Remove(transaction.Transaction.Sender);
        }

        Forget(transaction);
    }

    private void Forget(PooledTransaction transaction)
    {
        Felt hash = transaction.Transaction.Hash;
        byHash.Remove(hash);
        if (arrivalOf.Remove(hash, out LinkedListNode<PooledTransaction>? node))
        {
            arrivals.Remove(node);
        }
    }

    private void ResetSignal()
    {
        if (byHash.Count == 0 && someWait.Task.IsCompleted)
        {
            someWait = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private sealed class AccountQueue(ulong nonce)
    {
        public ulong Nonce { get; set; } = nonce;

        public SortedDictionary<ulong, PooledTransaction> Waiting { get; } = [];

        public List<PooledTransaction> TakeBelow(ulong nonce)
        {
            List<PooledTransaction> taken = [];
            foreach ((ulong waiting, PooledTransaction transaction) in Waiting)
            {
                if (waiting < nonce)
                {
                    taken.Add(transaction);
                }
            }

            taken.ForEach(transaction => Waiting.Remove(transaction.Nonce));
            return taken;
        }
    }
}
