using Kraken.Starknet.Blocks;
using Kraken.State.Store;

namespace Kraken.Dev.Chain;

/// <summary>Finds blocks by the ids of JSON-RPC.</summary>
internal static class BlockNumbers
{
    /// <summary>The number of a decided block; null when there is none, and for blocks on L1 and the one being built.</summary>
    internal static ulong? Find(ChainStore store, BlockId id) => id switch
    {
        BlockId.ByNumber { Number: var number } => number <= store.LatestNumber ? number : null,
        BlockId.ByHash { Hash: var hash } => store.NumberOf(hash),
        BlockId.ByTag { Tag: BlockTag.Latest } => store.LatestNumber,
        _ => null,
    };
}
