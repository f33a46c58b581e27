using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.L1;

/// <summary>Which messages a transaction on L1 sent, of so many transactions as are remembered. Not safe for several threads.</summary>
/// <param name="most">The most transactions; of more the oldest are forgotten.</param>
internal sealed class SenderIndex(int most)
{
    private readonly Dictionary<string, ImmutableList<Felt>> handlers = [];
    private readonly Queue<string> order = [];

    /// <summary>Remembers a message; one that is known is known already.</summary>
    internal void Add(L1Message message)
    {
        string transaction = Canonical(message.Transaction);
        if (!handlers.TryGetValue(transaction, out ImmutableList<Felt>? sent))
        {
            sent = [];
            order.Enqueue(transaction);
        }

        handlers[transaction] = sent.Contains(message.Handler.Hash) ? sent : sent.Add(message.Handler.Hash);
        while (order.Count > most)
        {
            handlers.Remove(order.Dequeue());
        }
    }

    /// <summary>The transactions that consume what a transaction of L1 sent, in its order; null for one that is not known.</summary>
    /// <param name="transaction">Its hash, 0x and digits.</param>
    internal IReadOnlyList<Felt>? Find(string transaction) => handlers.GetValueOrDefault(Canonical(transaction));

    // The digits without leading zeros: one number in one text.
    private static string Canonical(string hash) => hash[Math.Min(2, hash.Length)..].TrimStart('0').ToLowerInvariant();
}
