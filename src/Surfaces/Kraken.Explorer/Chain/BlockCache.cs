using System.Diagnostics.CodeAnalysis;
using System.Threading;
using Kraken.Caching;
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

    private readonly BoundedCache<ulong, Block> blocks = new(MaxBlocks, MaxTransactions, static block => block.Transactions.Length);
    private readonly Lock guard = new();
    private ulong highest;

    /// <summary>Finds a kept block.</summary>
    public bool TryGet(ulong number, [NotNullWhen(true)] out Block? block) => blocks.TryGet(number, out block);

    /// <summary>Keeps a block and lets go of those unused longest; one with more transactions than all may have is not kept.</summary>
    public void Add(Block block) => blocks.Set(block.Header.Number, block);

    /// <summary>Takes note of the chain's height and forgets everything when it fell.</summary>
    public void Observe(ulong height)
    {
        lock (guard)
        {
            if (height < highest)
            {
                blocks.Clear();
            }

            highest = height;
        }
    }
}
