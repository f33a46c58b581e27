using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Mempool.Metrics;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;

namespace Kraken.Mempool;

/// <summary>
/// Transactions that wait for a block: by tip, of equal tips first come, first served, and by nonce within an account. Bounded in count and
/// bytes. Every one that leaves other than by a block leaves its reason in <see cref="Rejected"/>. Safe for several threads.
/// </summary>
public sealed class TransactionPool
{
    private readonly Lock gate = new();
    private readonly RejectedTransactions rejected;
    private readonly LateAccounts late;
    private readonly WaitingTransactions waiting;
    private readonly PoolAdmission admission;
    private readonly BlockCandidates candidates;
    private readonly CountWaiters waiters = new();

    /// <summary>An empty pool.</summary>
    /// <param name="options">Limits.</param>
    /// <param name="clock">The clock of the time to live.</param>
    public TransactionPool(MempoolOptions options, TimeProvider clock)
    {
        rejected = new(options, clock);
        late = new(options, clock);
        waiting = new(options, clock, rejected);
        admission = new(options, waiting);
        candidates = new(waiting, late);
    }

    /// <summary>How many transactions wait.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    /// <summary>The memory that the waiting transactions take, in bytes.</summary>
    public long Bytes
    {
        get
        {
            lock (gate)
            {
                return waiting.Bytes;
            }
        }
    }

    /// <summary>Told of each transaction that was taken, by its hash, when it can be found. Who listens must not wait.</summary>
    public event Action<Felt> Grown = static _ => { };

    /// <summary>Why transactions left the pool other than by a block.</summary>
    public RejectedTransactions Rejected => rejected;

    /// <summary>The transactions that wait, the first to arrive first.</summary>
    /// <param name="limit">The most of them.</param>
    public ImmutableArray<AccountTransaction> Waiting(int limit)
    {
        lock (gate)
        {
            return [.. waiting.InOrder.Take(limit).Select(entry => entry.Transaction)];
        }
    }

    /// <summary>A waiting transaction by hash; null when none.</summary>
    public SubmittedTransaction? Find(Felt hash)
    {
        lock (gate)
        {
            return waiting.Find(hash)?.Submitted;
        }
    }

    /// <summary>The waiting transaction of an account with a nonce; null when none.</summary>
    public SubmittedTransaction? Find(Felt account, ulong nonce)
    {
        lock (gate)
        {
            return waiting.QueueOf(account)?.Waiting.GetValueOrDefault(nonce)?.Submitted;
        }
    }

    /// <summary>
    /// Whether <see cref="Add"/> would refuse a transaction for its nonce or for another one that waits, asked before it is validated.
    /// </summary>
    /// <param name="committedNonce">As for <see cref="Add"/>.</param>
    /// <returns>Null when there is no such reason.</returns>
    public MempoolError? Check(SubmittedTransaction transaction, Func<Felt, ulong> committedNonce)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(committedNonce);
        lock (gate)
        {
            Felt account = transaction.Transaction.Sender;
            return admission.Refuse(transaction, Math.Max(committedNonce(account), waiting.QueueOf(account)?.Nonce ?? 0));
        }
    }

    /// <summary>Whether more comes than is executed, so that a user's transaction is refused before anything is done for it.</summary>
    /// <param name="committedNonce">As for <see cref="Add"/>.</param>
    /// <returns>Null when it may come.</returns>
    public MempoolError? CheckLoad(SubmittedTransaction transaction, Func<Felt, ulong> committedNonce)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(committedNonce);
        MempoolError? busy;
        lock (gate)
        {
            busy = admission.RefuseForLoad(transaction, committedNonce);
        }

        if (busy is not null)
        {
            PoolMeter.Offered(busy);
        }

        return busy;
    }

    /// <summary>Takes an admitted transaction.</summary>
    /// <param name="committedNonce">
    /// Reads an account's nonce in the last committed state. It is called while the pool stands still, so that no commit can come between
    /// the reading and the taking; it must not call the pool.
    /// </param>
    /// <returns>Null when it was taken.</returns>
    public MempoolError? Add(SubmittedTransaction transaction, Func<Felt, ulong> committedNonce)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(committedNonce);
        AccountTransaction content = transaction.Transaction;
        long size = SizeModel.MemoryOf(transaction);
        MempoolError? error;
        lock (gate)
        {
            waiting.DropExpired();
            ulong nonce = waiting.Advance(content.Sender, committedNonce(content.Sender), ImmutableHashSet<Felt>.Empty);
            error = admission.Refuse(transaction, nonce) ?? admission.MakeRoom(transaction, size, nonce);
            if (error is null)
            {
                waiting.Insert(transaction, size, nonce);
            }

            UpdateSignal();
        }

        PoolMeter.Offered(error);
        if (error is null)
        {
            Grown(content.Hash);
        }

        return error;
    }

    /// <summary>The nonce after the account's last transaction in an unbroken row, for callers that send several at once.</summary>
    public ulong NextNonce(Felt account, ulong accountNonce)
    {
        lock (gate)
        {
            ulong next = accountNonce;
            if (waiting.QueueOf(account) is { } queue)
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
    /// The transactions that can be executed next, by tip and then in order of arrival as far as nonces allow; they stay in the pool until
    /// <see cref="Committed"/> or <see cref="Reject"/>.
    /// </summary>
    public IReadOnlyList<SubmittedTransaction> Executable(int limit) =>
        Executable(limit, ImmutableHashSet<Felt>.Empty, ImmutableDictionary<Felt, ulong>.Empty);

    /// <summary>The transactions that can be executed on top of blocks that are not committed yet.</summary>
    /// <param name="limit">The most transactions.</param>
    /// <param name="excluded">The hashes in the uncommitted blocks.</param>
    /// <param name="nonces">The nonces of the accounts after the uncommitted blocks.</param>
    /// <param name="price">The price of L2 gas in the block, in fri: what offers less waits.</param>
    public IReadOnlyList<SubmittedTransaction> Executable(
        int limit, IReadOnlySet<Felt> excluded, IReadOnlyDictionary<Felt, ulong> nonces, UInt128 price = default)
    {
        ArgumentNullException.ThrowIfNull(excluded);
        ArgumentNullException.ThrowIfNull(nonces);
        lock (gate)
        {
            waiting.DropExpired();
            UpdateSignal();
            return candidates.Choose(limit, excluded, nonces, price);
        }
    }

    /// <summary>A block was committed: its transactions leave the pool, and with them every one whose nonce it used.</summary>
    /// <param name="nonces">The new nonce of each account that the block changed.</param>
    /// <param name="included">The hashes of the block's transactions.</param>
    public void Committed(IEnumerable<KeyValuePair<Felt, ulong>> nonces, IReadOnlySet<Felt> included)
    {
        ArgumentNullException.ThrowIfNull(nonces);
        ArgumentNullException.ThrowIfNull(included);
        lock (gate)
        {
            waiting.Commit(nonces, included);
            waiting.DropExpired();
            UpdateSignal();
        }
    }

    /// <summary>
    /// A transaction may not enter a block and leaves the pool. One whose turn has not come, because a lower nonce of its account is
    /// missing or set aside, could not be judged: it stays.
    /// </summary>
    /// <param name="hash">The transaction.</param>
    /// <param name="reason">Why, for whoever sent it.</param>
    /// <param name="wasExecuted">Whether it was executed to find out: its account then comes after all others for a while.</param>
    public void Reject(Felt hash, string reason, bool wasExecuted = false)
    {
        lock (gate)
        {
            if (waiting.Find(hash) is { Waits: WaitReason.Block } entry)
            {
                if (wasExecuted)
                {
                    late.Add(entry.Transaction.Sender);
                }

                waiting.Drop(entry, reason);
                UpdateSignal();
            }
        }
    }

    /// <summary>
    /// A transaction took too long to execute: it is not offered for <see cref="MempoolOptions.SetAsideBlocks"/> blocks, and its account's
    /// come after all others for a while. The second time it leaves the pool.
    /// </summary>
    /// <param name="hash">The transaction.</param>
    /// <param name="reason">Why, for whoever sent it.</param>
    public void SetAside(Felt hash, string reason)
    {
        lock (gate)
        {
            if (waiting.Find(hash) is not { Waits: WaitReason.Block } entry)
            {
                return;
            }

            late.Add(entry.Transaction.Sender);
            waiting.SetAside(entry, reason);
            UpdateSignal();
        }
    }

    /// <summary>Completes as soon as so many transactions wait that the next block could hold.</summary>
    public Task WaitForAsync(int count, CancellationToken cancellation)
    {
        lock (gate)
        {
            return waiters.WaitAsync(count, waiting.ExecutableCount, cancellation);
        }
    }

    private void UpdateSignal() => waiters.Tell(waiting.ExecutableCount);
}
