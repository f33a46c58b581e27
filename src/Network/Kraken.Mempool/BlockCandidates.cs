using System;
using System.Collections.Generic;
using Kraken.Fields;
using Kraken.Starknet.Transactions;

namespace Kraken.Mempool;

/// <summary>
/// Chooses what the next block may hold: in the order of arrival as far as nonces allow, those of late accounts after all others. Not safe
/// for several threads.
/// </summary>
internal sealed class BlockCandidates(WaitingTransactions waiting, LateAccounts late)
{
    /// <summary>The transactions that can be executed on top of blocks that are not committed yet.</summary>
    /// <param name="limit">The most transactions.</param>
    /// <param name="excluded">The hashes in the uncommitted blocks.</param>
    /// <param name="nonces">The nonces of the accounts after the uncommitted blocks.</param>
    public List<SubmittedTransaction> Choose(int limit, IReadOnlySet<Felt> excluded, IReadOnlyDictionary<Felt, ulong> nonces)
    {
        late.Expire();
        List<SubmittedTransaction> chosen = [];
        ChooseFrom(fromLate: false, chosen, limit, excluded, nonces);
        if (late.Count > 0)
        {
            ChooseFrom(fromLate: true, chosen, limit, excluded, nonces);
        }

        return chosen;
    }

    /// <summary>Chooses from those of late accounts, or from all others, in the order of arrival.</summary>
    private void ChooseFrom(
        bool fromLate, List<SubmittedTransaction> chosen, int limit, IReadOnlySet<Felt> excluded, IReadOnlyDictionary<Felt, ulong> nonces)
    {
        Dictionary<Felt, ulong> next = [];
        foreach (PoolEntry entry in waiting.InOrder)
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

            AccountQueue queue = waiting.QueueOf(account)!;
            ulong turn = next.TryGetValue(account, out ulong known) ? known : Math.Max(queue.Nonce, nonces.GetValueOrDefault(account));
            next[account] = ChooseRow(entry, queue, turn, chosen, limit, excluded);
        }
    }

    /// <summary>
    /// Chooses a transaction whose turn it is, and those of its account that wait right behind it though they came earlier.
    /// </summary>
    private static ulong ChooseRow(
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
}
