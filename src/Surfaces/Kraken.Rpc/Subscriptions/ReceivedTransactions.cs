using System;
using System.Collections.Generic;
using System.Threading;
using Kraken.Fields;

namespace Kraken.Rpc.Subscriptions;

/// <summary>The hashes of the transactions that the mempool took last. Safe for several threads.</summary>
internal sealed class ReceivedTransactions
{
    /// <summary>How many are kept: who reads more slowly than they come misses some.</summary>
    internal const int Kept = 4096;

    private readonly Lock gate = new();
    private readonly Felt[] ring = new Felt[Kept];
    private long count;

    /// <summary>How many were taken.</summary>
    internal long Count => Volatile.Read(ref count);

    internal void Add(Felt hash)
    {
        lock (gate)
        {
            ring[count % Kept] = hash;
            Volatile.Write(ref count, count + 1);
        }
    }

    /// <summary>Those that were taken between two counts, as far as they are kept.</summary>
    internal IReadOnlyList<Felt> Between(long from, long to)
    {
        lock (gate)
        {
            List<Felt> found = [];
            for (long at = Math.Max(from, count - Kept); at < to; at++)
            {
                found.Add(ring[at % Kept]);
            }

            return found;
        }
    }
}
