using System.Collections.Generic;
using System.Linq;

namespace Kraken.Consensus.Simulation.Chain;

/// <summary>The transactions that wait at a node, in order of arrival. It is memory: a crash empties it.</summary>
internal sealed class TransactionPool
{
    /// <summary>Transactions that wait at most.</summary>
    public const int MaxWaiting = 1_000;

    private readonly List<SimulatedTransaction> waiting = [];
    private readonly HashSet<ulong> known = [];

    /// <summary>Transactions whose execution failed here: set aside and reported.</summary>
    public HashSet<ulong> Rejected { get; } = [];

    /// <summary>How many wait.</summary>
    public int Count => waiting.Count;

    /// <summary>Takes a transaction; false when it is known, was rejected, or the pool is full.</summary>
    public bool Add(SimulatedTransaction transaction)
    {
        if (waiting.Count >= MaxWaiting || Rejected.Contains(transaction.Id) || !known.Add(transaction.Id))
        {
            return false;
        }

        waiting.Add(transaction);
        return true;
    }

    /// <summary>The next transactions for a block.</summary>
    public IReadOnlyList<SimulatedTransaction> Next(int limit, int bytes)
    {
        List<SimulatedTransaction> taken = [];
        foreach (SimulatedTransaction transaction in waiting)
        {
            bytes -= transaction.Size;
            if (taken.Count == limit || bytes < 0)
            {
                break;
            }

            taken.Add(transaction);
        }

        return taken;
    }

    /// <summary>Takes out what a block includes.</summary>
    public void Remove(IEnumerable<SimulatedTransaction> included)
    {
        HashSet<ulong> ids = [.. included.Select(transaction => transaction.Id)];
        waiting.RemoveAll(transaction => ids.Contains(transaction.Id));
        known.ExceptWith(ids);
    }

    /// <summary>Sets a transaction aside.</summary>
    public void Reject(ulong id)
    {
        waiting.RemoveAll(transaction => transaction.Id == id);
        known.Remove(id);
        Rejected.Add(id);
    }

    /// <summary>The node ended.</summary>
    public void Clear()
    {
        waiting.Clear();
        known.Clear();
        Rejected.Clear();
    }
}
