using System.Threading;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;

namespace Kraken.Rpc.Methods;

/// <summary>
/// The blocks that were asked for last: wallets ask for the status and receipt of every transaction of a fresh block, and each would
/// decode the whole block. Decided blocks never change, so an entry is never stale.
/// </summary>
internal sealed class BlockCache(IChainReader chain)
{
    private const int Size = 16;
    private readonly Block?[] recent = new Block?[Size];

    internal Block? At(ulong number)
    {
        ref Block? slot = ref recent[number % Size];
        Block? cached = Volatile.Read(ref slot);
        if (cached is not null && cached.Header.Number == number)
        {
            return cached;
        }

        Block? block = chain.BlockAt(number);
        if (block is not null)
        {
            Volatile.Write(ref slot, block);
        }

        return block;
    }
}
