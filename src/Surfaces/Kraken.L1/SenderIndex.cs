using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.L1;

/// <summary>Which messages a transaction on L1 sent, of so many transactions as are remembered. Not safe for several threads.</summary>
/// <param name="most">The most transactions; of more the oldest are forgotten.</param>
public sealed class SenderIndex(int most)
{
    private readonly Dictionary<string, ImmutableList<Felt>> handlers = [];
    private readonly Queue<string> order = [];

    /// <summary>Remembers a message; one that is known is known already.</summary>
    /// <param name="transaction">The hash of the transaction on L1, 0x and digits.</param>
    /// <param name="handler">The hash of the transaction that consumes the message.</param>
    public void Add(string transaction, Felt handler)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        transaction = Canonical(transaction);
        if (!handlers.TryGetValue(transaction, out ImmutableList<Felt>? sent))
        {
            sent = [];
            order.Enqueue(transaction);
        }

        handlers[transaction] = sent.Contains(handler) ? sent : sent.Add(handler);
        while (order.Count > most)
        {
            handlers.Remove(order.Dequeue());
        }
    }

    /// <summary>The transactions that consume what a transaction of L1 sent, in its order; null for one that is not known.</summary>
    /// <param name="transaction">Its hash, 0x and digits.</param>
    public IReadOnlyList<Felt>? Find(string transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return handlers.GetValueOrDefault(Canonical(transaction));
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        handlers.Clear();
        order.Clear();
    }

    // The digits without leading zeros: one number in one text.
    private static string Canonical(string hash) => hash[Math.Min(2, hash.Length)..].TrimStart('0').ToLowerInvariant();
}
