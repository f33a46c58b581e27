using Kraken.Caching;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;

namespace Kraken.Rpc.Methods;

/// <summary>
/// The blocks that were asked for last: wallets ask for the status and receipt of every transaction of a fresh block, and each would
/// decode the whole block. Decided blocks never change; where blocks can be taken back, an entry is of the chain between two rollbacks.
/// </summary>
/// <param name="maxBytes">About how many bytes of blocks are kept.</param>
internal sealed class BlockCache(IChainReader chain, long maxBytes)
{
    private readonly BoundedCache<(long Rollbacks, ulong Number), CountedBlock> recent =
        new(int.MaxValue, maxBytes, static block => block.Bytes);

    internal long Bytes => recent.Bytes;

    internal CountedBlock? At(ulong number)
    {
        (long, ulong) key = (chain.Rollbacks, number);
        if (recent.TryGet(key, out CountedBlock? cached))
        {
            return cached;
        }

        if (chain.BlockAt(number) is not { } block)
        {
            return null;
        }

        CountedBlock weighed = CountedBlock.Of(block);
        recent.Set(key, weighed);
        return weighed;
    }

    /// <summary>The header of a block, which is not read again where the block is kept.</summary>
    internal BlockHeader? HeaderAt(ulong number) =>
        recent.TryGet((chain.Rollbacks, number), out CountedBlock? cached) ? cached.Block.Header : chain.HeaderAt(number);
}
