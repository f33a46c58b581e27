using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Transactions;

namespace Kraken.Mempool;

/// <summary>
/// The transactions of a pool: in the order of arrival, by account and nonce, and those set aside. What enters or leaves one of these
/// enters or leaves all, with the reason for whoever sent it. Not safe for several threads.
/// </summary>
internal sealed class WaitingTransactions(MempoolOptions options, TimeProvider clock, RejectedTransactions rejected)
{
    // A second time means that no proposer here is fast enough.
    private const int MaxSetAside = 2;

    private readonly PoolEntries entries = new();
    private readonly Dictionary<Felt, AccountQueue> accounts = [];
    private readonly HashSet<PoolEntry> setAside = [];
    private long lastArrival;
    private ulong commits;

    public int Count => entries.Count;

    /// <summary>The memory of all, in bytes.</summary>
    public long Bytes => entries.Bytes;

    /// <summary>How many no block can hold now: behind a nonce gap, or set aside.</summary>
    public int BlockedCount => entries.BlockedCount;

    /// <summary>The memory of those, in bytes.</summary>
    public long BlockedBytes => entries.BlockedBytes;

    /// <summary>How many the next block could hold.</summary>
    public int ExecutableCount => entries.ExecutableCount;

    /// <summary>Whether any of them offers a tip.</summary>
    public bool HasTips => entries.TippedCount > 0;

    /// <summary>The accounts of which some wait, with their transactions.</summary>
    public IEnumerable<KeyValuePair<Felt, AccountQueue>> Accounts => accounts;

    /// <summary>The least time that a transaction of the last block waited here; zero when none of them did.</summary>
    public TimeSpan LastWait { get; private set; }

    /// <summary>All of them, the first to arrive first.</summary>
    public IEnumerable<PoolEntry> InOrder => entries.InOrder;

    public PoolEntry? Find(Felt hash) => entries.Find(hash);

    /// <summary>The waiting transactions of an account; null when it has none.</summary>
    public AccountQueue? QueueOf(Felt account) => accounts.GetValueOrDefault(account);

    /// <summary>Takes a transaction, in the place of one with the same nonce.</summary>
    /// <param name="size">The memory it takes, in bytes.</param>
    /// <param name="accountNonce">The account's nonce, for an account of which none waits.</param>
    public void Insert(SubmittedTransaction transaction, long size, ulong accountNonce)
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

    /// <summary>Lets one go, with the reason.</summary>
    public void Drop(PoolEntry entry, string reason)
    {
        Felt account = entry.Transaction.Sender;
        AccountQueue queue = accounts[account];
        queue.Waiting.Remove(entry.Submitted.Nonce);
        Forget(entry);
        rejected.Add(entry.Transaction.Hash, reason);
        Settle(account, queue);
    }

    /// <summary>Lets the last of the account go of which one was blocked for longest; there must be one.</summary>
    public void DropLongestBlocked(string reason)
    {
        // The highest nonce of an account leaves no further gap behind. It is blocked if a lower one is.
        Drop(accounts[entries.LongestBlocked!.Transaction.Sender].Waiting.Last().Value, reason);
    }

    /// <summary>Lets those go that waited for longer than the time to live.</summary>
    public void DropExpired()
    {
        DateTimeOffset oldest = clock.GetUtcNow() - options.TimeToLive;
        while (entries.First is { } first && first.Received < oldest)
        {
            Drop(first, $"not executed within {options.TimeToLive.TotalSeconds:f0} seconds");
        }
    }

    /// <summary>Does not offer one for some blocks; the second time it is let go.</summary>
    public void SetAside(PoolEntry entry, string reason)
    {
        if (++entry.TimesSetAside >= MaxSetAside)
        {
            Drop(entry, reason);
            return;
        }

        entry.OfferedFrom = commits + options.SetAsideBlocks;
        setAside.Add(entry);
        Refresh(accounts[entry.Transaction.Sender]);
    }

    /// <summary>Lets those go whose nonces a block used, and offers again what was set aside for long enough.</summary>
    /// <param name="nonces">The new nonce of each account that the block changed.</param>
    /// <param name="included">The hashes of the block's transactions, which leave without a reason.</param>
    public void Commit(IEnumerable<KeyValuePair<Felt, ulong>> nonces, IReadOnlySet<Felt> included)
    {
        commits++;
        LastWait = WaitOf(included);
        foreach ((Felt account, ulong nonce) in nonces)
        {
            Advance(account, nonce, included);
        }

        foreach (PoolEntry again in setAside.Where(entry => entry.OfferedFrom <= commits).ToList())
        {
            setAside.Remove(again);
            Refresh(accounts[again.Transaction.Sender]);
        }
    }

    /// <summary>Moves an account on to its committed nonce, if some of it wait.</summary>
    /// <returns>The account's nonce: what was given, or a higher one that was known before.</returns>
    public ulong Advance(Felt account, ulong nonce, IReadOnlySet<Felt> included)
    {
        if (!accounts.TryGetValue(account, out AccountQueue? queue))
        {
            return nonce;
        }

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
        return queue.Nonce;
    }

    private TimeSpan WaitOf(IReadOnlySet<Felt> included)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return included.Select(Find).OfType<PoolEntry>().Select(entry => now - entry.Received).DefaultIfEmpty().Min();
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
}
