using Kraken.Caching;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;

namespace Kraken.Rpc.Methods;

/// <summary>
/// The blocks that were asked for last: wallets ask for the status and receipt of every transaction of a fresh block, and each would
/// decode the whole block. Decided blocks never change, so an entry is never stale.
/// </summary>
/// <param name="chain">The chain.</param>
/// <param name="maxBytes">About how many bytes of blocks are kept.</param>
internal sealed class BlockCache(IChainReader chain, long maxBytes)
{
    private readonly BoundedCache<ulong, Block> recent = new(int.MaxValue, maxBytes, BlockWeight.Of);

    internal long Bytes => recent.Bytes;

    internal Block? At(ulong number)
    {
        if (recent.TryGet(number, out Block? cached))
        {
            return cached;
        }

        Block? block = chain.BlockAt(number);
        if (block is not null)
        {
            recent.Set(number, block);
        }

        return block;
    }
}
