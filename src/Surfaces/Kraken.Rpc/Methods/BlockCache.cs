using System.Threading;
using Kraken.Caching;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;

namespace Kraken.Rpc.Methods;

/// <summary>
/// The blocks that were asked for last: wallets ask for the status and receipt of every transaction of a fresh block, and each would
/// decode the whole block. Decided blocks never change on a chain of consensus; where a developer's chain takes some back, all are
/// forgotten.
/// </summary>
/// <param name="chain">The chain.</param>
/// <param name="maxBytes">About how many bytes of blocks are kept.</param>
internal sealed class BlockCache(IChainReader chain, long maxBytes)
{
    private readonly BoundedCache<ulong, WeighedBlock> recent = new(int.MaxValue, maxBytes, static block => block.Bytes);

    private BlockHeader? followed;
    private int generation;

    internal long Bytes => recent.Bytes;

    /// <summary>Takes note of the head: where the one before is no longer of the chain, nothing that is kept may be.</summary>
    internal void Follow(BlockHeader head)
    {
        BlockHeader? before = Volatile.Read(ref followed);
        if (ReferenceEquals(before, head) || before?.Hash == head.Hash)
        {
            return;
        }

        Volatile.Write(ref followed, head);
        if (before is not null && chain.HeaderAt(before.Number)?.Hash != before.Hash)
        {
            Interlocked.Increment(ref generation);
            recent.Clear();
        }
    }

    internal WeighedBlock? At(ulong number)
    {
        if (recent.TryGet(number, out WeighedBlock? cached))
        {
            return cached;
        }

        int began = Volatile.Read(ref generation);
        if (chain.BlockAt(number) is not { } block)
        {
            return null;
        }

        WeighedBlock weighed = WeighedBlock.Of(block);
        if (began == Volatile.Read(ref generation))
        {
            recent.Set(number, weighed);
        }

        return weighed;
    }

    /// <summary>The header of a block, which is not read again where the block is kept.</summary>
    internal BlockHeader? HeaderAt(ulong number) =>
        recent.TryGet(number, out WeighedBlock? cached) ? cached.Block.Header : chain.HeaderAt(number);
}
