using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;

namespace Kraken.Mempool;

/// <summary>
/// Transactions that wait for a block: first come, first served, and by nonce within an account. Bounded in count and bytes. Every one that
/// leaves other than by a block leaves its reason in <see cref="Rejected"/>. Safe for several threads.
/// </summary>
/// <param name="options">Limits.</param>
/// <param name="clock">The clock of the time to live.</param>
public sealed class TransactionPool(MempoolOptions options, TimeProvider clock)
{
    // A second time means that no proposer here is fast enough.
    private const int MaxSetAside = 2;

    private readonly Lock gate = new();
    private readonly PoolEntries entries = new();
    private readonly Dictionary<Felt, AccountQueue> accounts = [];
    private readonly HashSet<PoolEntry> setAside = [];
    private readonly RejectedTransactions rejected = new(options, clock);
    private readonly LateAccounts late = new(options, clock);
    private TaskCompletionSource someWait = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long lastArrival;
    private ulong commits;

    /// <summary>How many transactions wait.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return entries.Count;
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
                return entries.Bytes;
            }
        }
    }

    /// <summary>Why transactions left the pool other than by a block.</summary>
    public RejectedTransactions Rejected => rejected;

    /// <summary>A waiting transaction by hash; null when none.</summary>
    public SubmittedTransaction? Find(Felt hash)
    {
        lock (gate)
        {
            return entries.Find(hash)?.Submitted;
        }
    }

    /// <summary>The waiting transaction of an account with a nonce; null when none.</summary>
    public SubmittedTransaction? Find(Felt account, ulong nonce)
    {
        lock (gate)
        {
            return accounts.TryGetValue(account, out AccountQueue? queue) ? queue.Waiting.GetValueOrDefault(nonce)?.Submitted : null;
        }
    }

    /// <summary>
    /// Whether <see cref="Add"/> would refuse a transaction for its nonce or for another one that waits, asked before it is validated.
    /// </summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="committedNonce">As for <see cref="Add"/>.</param>
    /// <returns>Null when there is no such reason.</returns>
    public MempoolError? Check(SubmittedTransaction transaction, Func<Felt, ulong> committedNonce)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(committedNonce);
        lock (gate)
        {
            AccountQueue? queue = accounts.GetValueOrDefault(transaction.Transaction.Sender);
            return Refuse(transaction, Math.Max(committedNonce(transaction.Transaction.Sender), queue?.Nonce ?? 0), queue);
        }
    }

    /// <summary>Takes an admitted transaction.</summary>
    /// <param name="transaction">The transaction.</param>
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
        lock (gate)
        {
            DropExpired();
            ulong nonce = committedNonce(content.Sender);
            if (accounts.TryGetValue(content.Sender, out AccountQueue? queue))
            {
                Advance(content.Sender, queue, nonce, ImmutableHashSet<Felt>.Empty);
                nonce = queue.Nonce;
            }

            queue = accounts.GetValueOrDefault(content.Sender);
            MempoolError? error = Refuse(transaction, nonce, queue) ?? MakeRoom(transaction, size, nonce, queue);
            if (error is null)
            {
                Insert(transaction, size, nonce);
            }

            UpdateSignal();
            return error;
        }
    }

    /// <summary>The nonce after the account's last transaction in an unbroken row, for callers that send several at once.</summary>
    public ulong NextNonce(Felt account, ulong accountNonce)
    {
        lock (gate)
        {
            ulong next = accountNonce;
            while (accounts.TryGetValue(account, out AccountQueue? queue) && queue.Waiting.ContainsKey(next))
            {
                next++;
            }

            return next;
        }
    }

    /// <summary>
    /// The transactions that can be executed next, in order of arrival as far as nonces allow; they stay in the pool until
    /// <see cref="Committed"/> or <see cref="Reject"/>.
    /// </summary>
    public IReadOnlyList<SubmittedTransaction> Executable(int limit) =>
        Executable(limit, ImmutableHashSet<Felt>.Empty, ImmutableDictionary<Felt, ulong>.Empty);

    /// <summary>The transactions that can be executed on top of blocks that are not committed yet.</summary>
    /// <param name="limit">The most transactions.</param>
    /// <param name="excluded">The hashes in the uncommitted blocks.</param>
    /// <param name="nonces">The nonces of the accounts after the uncommitted blocks.</param>
    public IReadOnlyList<SubmittedTransaction> Executable(int limit, IReadOnlySet<Felt> excluded, IReadOnlyDictionary<Felt, ulong> nonces)
    {
        ArgumentNullException.ThrowIfNull(excluded);
        ArgumentNullException.ThrowIfNull(nonces);
        lock (gate)
        {
            DropExpired();
            UpdateSignal();
            late.Expire();
            List<SubmittedTransaction> chosen = [];
            ChooseFrom(fromLate: false, chosen, limit, excluded, nonces);
            if (late.Count > 0)
            {
                ChooseFrom(fromLate: true, chosen, limit, excluded, nonces);
            }

            return chosen;
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
            commits++;
            foreach ((Felt account, ulong nonce) in nonces)
            {
                if (accounts.TryGetValue(account, out AccountQueue? queue))
                {
                    Advance(account, queue, nonce, included);
                }
            }

            foreach (PoolEntry again in setAside.Where(entry => entry.OfferedFrom <= commits).ToList())
            {
                setAside.Remove(again);
                Refresh(accounts[again.Transaction.Sender]);
            }

            DropExpired();
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
            if (entries.Find(hash) is { Waits: WaitReason.Block } entry)
            {
                if (wasExecuted)
                {
                    late.Add(entry.Transaction.Sender);
                }

                Drop(entry, reason);
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
            if (entries.Find(hash) is not { Waits: WaitReason.Block } entry)
            {
                return;
            }

            late.Add(entry.Transaction.Sender);
            if (++entry.TimesSetAside >= MaxSetAside)
            {
                Drop(entry, reason);
            }
            else
            {
                entry.OfferedFrom = commits + options.SetAsideBlocks;
                setAside.Add(entry);
                Refresh(accounts[entry.Transaction.Sender]);
            }

            UpdateSignal();
        }
    }

    /// <summary>Completes as soon as a transaction waits that can be executed.</summary>
    public Task WaitForSomeAsync(CancellationToken cancellation)
    {
        lock (gate)
        {
            return someWait.Task.WaitAsync(cancellation);
        }
    }

    private MempoolError? Refuse(SubmittedTransaction transaction, ulong accountNonce, AccountQueue? queue)
    {
        AccountTransaction content = transaction.Transaction;
        ulong nonce = transaction.Nonce;
        ulong highest = accountNonce + options.MaxNonceGap;
        if (entries.Find(content.Hash) is not null)
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

        if (queue is not null && queue.Waiting.TryGetValue(nonce, out PoolEntry? waiting))
        {
            return Replacement.Outbids(content, waiting.Transaction, options.ReplacementPercent)
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
    private MempoolError? MakeRoom(SubmittedTransaction transaction, long size, ulong accountNonce, AccountQueue? queue)
    {
        PoolEntry? replaced = queue?.Waiting.GetValueOrDefault(transaction.Nonce);
        long moreBytes = size - (replaced?.Bytes ?? 0);
        int more = replaced is null ? 1 : 0;
        bool inRow = transaction.Nonce <= (queue?.Next() ?? accountNonce);
        bool Fits(int freed, long freedBytes) =>
            entries.Count - freed + more <= options.Capacity && entries.Bytes - freedBytes + moreBytes <= options.MaxBytes;
        if (!Fits(0, 0) && !(inRow && Fits(entries.BlockedCount, entries.BlockedBytes)))
        {
            return new MempoolError(
                MempoolErrorKind.Full,
                $"the pool is full: expected at most {options.Capacity} transactions of {options.MaxBytes} bytes, "
                + $"got {entries.Count} of {entries.Bytes} bytes and one of {size} bytes");
        }

        while (!Fits(0, 0))
        {
            // The highest nonce of an account leaves no further gap behind. It is blocked if a lower one is.
            Drop(
                accounts[entries.LongestBlocked!.Transaction.Sender].Waiting.Last().Value,
                "the pool was full and the transaction could not be executed: a lower nonce was missing, or took too long");
        }

        return null;
    }

    private void Insert(SubmittedTransaction transaction, long size, ulong accountNonce)
    {
        AccountTransaction content = transaction.Transaction;
        if (!accounts.TryGetValue(content.Sender, out AccountQueue? queue))
        {
            queue = new AccountQueue(accountNonce);
            accounts.Add(content.Sender, queue);
        }

        if (queue.Waiting.Remove(transaction.Nonce, out PoolEntry? replaced))
        {
            Forget(replaced);
            rejected.Add(replaced.Transaction.Hash, $"replaced by transaction {content.Hash} with the same nonce");
        }

        PoolEntry entry = new(transaction, clock.GetUtcNow(), size, ++lastArrival);
        queue.Waiting.Add(transaction.Nonce, entry);
        entries.Add(entry);
        rejected.Forget(content.Hash);
        Refresh(queue);
    }

    /// <summary>Chooses from those of late accounts, or from all others, in the order of arrival.</summary>
    private void ChooseFrom(
        bool fromLate, List<SubmittedTransaction> chosen, int limit, IReadOnlySet<Felt> excluded, IReadOnlyDictionary<Felt, ulong> nonces)
    {
        Dictionary<Felt, ulong> next = [];
        foreach (PoolEntry entry in entries.InOrder)
        {
            if (chosen.Count >= limit)
            {
                return;
            }

            Felt account = entry.Transaction.Sender;
            if (late.Contains(account) != fromLate)
            {
                continue;
            }

            AccountQueue queue = accounts[account];
            ulong turn = next.TryGetValue(account, out ulong known) ? known : Math.Max(queue.Nonce, nonces.GetValueOrDefault(account));
            next[account] = Choose(entry, queue, turn, chosen, limit, excluded);
        }
    }

    /// <summary>
    /// Chooses a transaction whose turn it is, and those of its account that wait right behind it though they came earlier.
    /// </summary>
    private static ulong Choose(
        PoolEntry entry, AccountQueue queue, ulong turn, List<SubmittedTransaction> chosen, int limit, IReadOnlySet<Felt> excluded)
    {
        if (entry.Submitted.Nonce != turn)
        {
            return turn;
        }

        while (chosen.Count < limit && queue.Waiting.TryGetValue(turn, out PoolEntry? follower)
            && follower.Arrival <= entry.Arrival && follower.Waits != WaitReason.SetAside)
        {
            if (!excluded.Contains(follower.Transaction.Hash))
            {
                chosen.Add(follower.Submitted);
            }

            turn++;
        }

        return turn;
    }

    /// <summary>Moves an account on to its committed nonce.</summary>
    private void Advance(Felt account, AccountQueue queue, ulong nonce, IReadOnlySet<Felt> included)
    {
        queue.Nonce = Math.Max(queue.Nonce, nonce);
        foreach (PoolEntry used in queue.Used())
        {
            queue.Waiting.Remove(used.Submitted.Nonce);
            Forget(used);
            if (!included.Contains(used.Transaction.Hash))
            {
                rejected.Add(used.Transaction.Hash, $"nonce {used.Submitted.Nonce} of {account} was used by another transaction");
            }
        }

        Settle(account, queue);
    }

    private void DropExpired()
    {
        DateTimeOffset oldest = clock.GetUtcNow() - options.TimeToLive;
        while (entries.First is { } first && first.Received < oldest)
        {
            Drop(first, $"not executed within {options.TimeToLive.TotalSeconds:f0} seconds");
        }
    }

    private void Drop(PoolEntry entry, string reason)
    {
        Felt account = entry.Transaction.Sender;
        AccountQueue queue = accounts[account];
        queue.Waiting.Remove(entry.Submitted.Nonce);
        Forget(entry);
        rejected.Add(entry.Transaction.Hash, reason);
        Settle(account, queue);
    }

    private void Settle(Felt account, AccountQueue queue)
    {
        if (queue.Waiting.Count == 0)
        {
            accounts.Remove(account);
        }
        else
        {
            Refresh(queue);
        }
    }

    private void Forget(PoolEntry entry)
    {
        entries.Remove(entry);
        setAside.Remove(entry);
    }

    private void Refresh(AccountQueue queue)
    {
        foreach ((PoolEntry entry, WaitReason reason) in queue.Reasons(commits))
        {
            entries.Become(entry, reason);
        }
    }

    private void UpdateSignal()
    {
        if (entries.ExecutableCount > 0)
        {
            someWait.TrySetResult();
        }
        else if (someWait.Task.IsCompleted)
        {
            someWait = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
