using System;
using System.Collections.Generic;
using Kraken.Fields;

namespace Kraken.Mempool;

/// <summary>
/// Accounts whose transactions lately cost a proposer time and paid nothing for it: they come after all others. Bounded, the oldest
/// forgotten first, each for the time to live of a transaction. Not safe for several threads.
/// </summary>
internal sealed class LateAccounts(MempoolOptions options, TimeProvider clock)
{
    private readonly Dictionary<Felt, LinkedListNode<(Felt Account, DateTimeOffset Since)>> byAccount = [];
    private readonly LinkedList<(Felt Account, DateTimeOffset Since)> oldestFirst = [];

    public int Count => byAccount.Count;

    public bool Contains(Felt account) => byAccount.ContainsKey(account);

    public void Add(Felt account)
    {
        Remove(account);
        byAccount.Add(account, oldestFirst.AddLast((account, clock.GetUtcNow())));
        if (byAccount.Count > options.MaxLateAccounts)
        {
            Remove(oldestFirst.First!.Value.Account);
        }
    }

    public void Expire()
    {
        DateTimeOffset oldest = clock.GetUtcNow() - options.TimeToLive;
        while (oldestFirst.First is { } first && first.Value.Since < oldest)
        {
            Remove(first.Value.Account);
        }
    }

    private void Remove(Felt account)
    {
        if (byAccount.Remove(account, out LinkedListNode<(Felt Account, DateTimeOffset Since)>? node))
        {
            oldestFirst.Remove(node);
        }
    }
}
