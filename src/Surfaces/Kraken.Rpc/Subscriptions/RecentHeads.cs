using System;
using System.Collections.Generic;
using Kraken.Rpc.Methods;

namespace Kraken.Rpc.Subscriptions;

/// <summary>
/// The hashes of the last blocks, by which it is seen that blocks are no longer of the chain. A chain of consensus never changes what it
/// decided; a developer's chain does. Not safe for several threads.
/// </summary>
internal sealed class RecentHeads
{
    /// <summary>How far back a subscription may begin, and so how far back changes are known in full.</summary>
    internal const int Depth = 1024;

    // By height, without gaps.
    private readonly LinkedList<BlockReference> known = [];

    /// <summary>Takes the chain as it is now.</summary>
    /// <returns>The blocks that are no longer of it; null when there are none.</returns>
    internal (BlockReference First, BlockReference Last)? Observe(ChainSnapshot chain)
    {
        if (known.Last is { } newest && newest.Value.Hash == chain.Latest.Hash)
        {
            return null;
        }

        (BlockReference First, BlockReference Last)? gone = null;
        while (known.Last is { } last && chain.HeaderAt(last.Value.Number)?.Hash != last.Value.Hash)
        {
            gone = (last.Value, gone?.Last ?? last.Value);
            known.RemoveLast();
        }

        Append(chain);
        return gone;
    }

    private void Append(ChainSnapshot chain)
    {
        ulong head = chain.Latest.Number;
        ulong oldest = head < Depth ? 0 : head - Depth;
        for (ulong number = Math.Max(oldest, known.Last?.Value.Number + 1 ?? 0); number <= head; number++)
        {
            if (chain.HeaderAt(number) is not { } header)
            {
                // It changes just now: the next look sees what became of it.
                return;
            }

            known.AddLast(new BlockReference(number, header.Hash));
        }

        while (known.First is { } first && first.Value.Number < oldest)
        {
            known.RemoveFirst();
        }
    }
}
