using System;
using System.Collections.Generic;
using Kraken.Fields;
using Kraken.Starknet.Transactions;

namespace Kraken.Mempool;

/// <summary>
/// Chooses what the next block may hold: the highest tip first and of equal ones the first to arrive, as far as nonces allow, those of late
/// accounts after all others. Not safe for several threads.
/// </summary>
internal sealed class BlockCandidates(WaitingTransactions waiting, LateAccounts late)
{
    /// <summary>The transactions that can be executed on top of blocks that are not committed yet.</summary>
    /// <param name="limit">The most transactions.</param>
    /// <param name="excluded">The hashes in the uncommitted blocks.</param>
    /// <param name="nonces">The nonces of the accounts after the uncommitted blocks.</param>
    /// <param name="price">The price of L2 gas: what offers less waits, and what its account sent after it.</param>
    public List<SubmittedTransaction> Choose(
        int limit, IReadOnlySet<Felt> excluded, IReadOnlyDictionary<Felt, ulong> nonces, UInt128 price)
    {
        late.Expire();
        List<SubmittedTransaction> chosen = [];
        Choice choice = new(chosen, limit, excluded, nonces, price);
        ChooseFrom(fromLate: false, choice);
        if (late.Count > 0)
        {
            ChooseFrom(fromLate: true, choice);
        }

        return chosen;
    }

    /// <summary>Chooses from those of late accounts, or from all others.</summary>
    private void ChooseFrom(bool fromLate, Choice choice)
    {
        if (waiting.HasTips)
        {
            ChooseByTip(fromLate, choice);
        }
        else
        {
            ChooseByArrival(fromLate, choice);
        }
    }

    // The next transaction of each account competes; who is chosen makes way for the one behind it.
    private void ChooseByTip(bool fromLate, Choice choice)
    {
        PriorityQueue<(PoolEntry Entry, AccountQueue Queue), (ulong Tip, long Arrival)> heads = new();
        foreach ((Felt account, AccountQueue queue) in waiting.Accounts)
        {
            if (late.Contains(account) == fromLate)
            {
                Offer(heads, queue, choice.TurnOf(account, queue), choice);
            }
        }

        while (!choice.IsFull && heads.TryDequeue(out (PoolEntry Entry, AccountQueue Queue) head, out _))
        {
            choice.Add(head.Entry);
            Offer(heads, head.Queue, head.Entry.Submitted.Nonce + 1, choice);
        }
    }

    private static void Offer(
        PriorityQueue<(PoolEntry Entry, AccountQueue Queue), (ulong Tip, long Arrival)> heads,
        AccountQueue queue,
        ulong turn,
        Choice choice)
    {
        while (queue.Waiting.TryGetValue(turn, out PoolEntry? entry) && choice.IsTaken(entry))
        {
            turn++;
        }

        if (queue.Waiting.TryGetValue(turn, out PoolEntry? next) && choice.CanTake(next))
        {
            heads.Enqueue((next, queue), (ulong.MaxValue - next.Transaction.Tip, next.Arrival));
        }
    }

    private void ChooseByArrival(bool fromLate, Choice choice)
    {
        Dictionary<Felt, ulong> next = [];
        foreach (PoolEntry entry in waiting.InOrder)
        {
            if (choice.IsFull)
            {
                return;
            }

            Felt account = entry.Transaction.Sender;
            if (late.Contains(account) != fromLate)
            {
                continue;
            }

            AccountQueue queue = waiting.QueueOf(account)!;
            ulong turn = next.TryGetValue(account, out ulong known) ? known : choice.TurnOf(account, queue);
            next[account] = ChooseRow(entry, queue, turn, choice);
        }
    }

    /// <summary>
    /// Chooses a transaction whose turn it is, and those of its account that wait right behind it though they came earlier.
    /// </summary>
    private static ulong ChooseRow(PoolEntry entry, AccountQueue queue, ulong turn, Choice choice)
    {
        if (entry.Submitted.Nonce != turn)
        {
            return turn;
        }

        while (!choice.IsFull && queue.Waiting.TryGetValue(turn, out PoolEntry? follower)
            && follower.Arrival <= entry.Arrival && choice.CanTake(follower))
        {
            if (!choice.IsTaken(follower))
            {
                choice.Add(follower);
            }

            turn++;
        }

        return turn;
    }

    /// <summary>What is chosen, and by which rules.</summary>
    private sealed class Choice(
        List<SubmittedTransaction> chosen, int limit, IReadOnlySet<Felt> excluded, IReadOnlyDictionary<Felt, ulong> nonces, UInt128 price)
    {
        public bool IsFull => chosen.Count >= limit;

        public void Add(PoolEntry entry) => chosen.Add(entry.Submitted);

        public ulong TurnOf(in Felt account, AccountQueue queue) => Math.Max(queue.Nonce, nonces.GetValueOrDefault(account));

        public bool IsTaken(PoolEntry entry) => excluded.Contains(entry.Transaction.Hash);

        public bool CanTake(PoolEntry entry) =>
            entry.Waits != WaitReason.SetAside && entry.Transaction.ResourceBounds.L2Gas.MaxPricePerUnit >= price;
    }
}
