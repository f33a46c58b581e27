using System.Collections.Generic;
using System.Threading;
using Kraken.Starknet.Blocks;

namespace Kraken.Explorer.Chain;

/// <summary>
/// The blocks that were read last, by number. Decided blocks never change; a chain that was started anew is told
/// by its lower height. Safe for several threads.
/// </summary>
internal sealed class BlockCache
{
    private const int MaxTransactions = 10_000;
    private const int MaxBlocks = 256;

    private readonly Lock guard = new();
    private readonly Dictionary<ulong, LinkedListNode<Block>> byNumber = [];
    private readonly LinkedList<Block> byUse = [];
    private int transactions;
    private ulong highest;

    /// <summary>A kept block; null when there is none.</summary>
    public Block? Find(ulong number)
    {
        lock (guard)
        {
            if (!byNumber.TryGetValue(number, out LinkedListNode<Block>? node))
            {
                return null;
            }

            byUse.Remove(node);
            byUse.AddFirst(node);
            return node.Value;
        }
    }

    /// <summary>Keeps a block and lets go of those unused longest.</summary>
    public void Add(Block block)
    {
        lock (guard)
        {
            if (byNumber.ContainsKey(block.Header.Number))
            {
                return;
            }

            byNumber[block.Header.Number] = byUse.AddFirst(block);
            transactions += block.Transactions.Length;
            while (byUse.Count > 1 && (byUse.Count > MaxBlocks || transactions > MaxTransactions))
            {
                Block last = byUse.Last!.Value;
                byUse.RemoveLast();
                byNumber.Remove(last.Header.Number);
                transactions -= last.Transactions.Length;
            }
        }
    }

    /// <summary>Takes note of the chain's height and forgets everything when it fell.</summary>
    public void Observe(ulong height)
    {
        lock (guard)
        {
            if (height < highest)
            {
                byNumber.Clear();
                byUse.Clear();
                transactions = 0;
            }

            highest = height;
        }
    }
}
