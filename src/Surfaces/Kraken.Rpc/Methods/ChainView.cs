using Kraken.Starknet.Chain;

namespace Kraken.Rpc.Methods;

/// <summary>The chain as requests see it: each takes one snapshot and asks nothing but that.</summary>
internal sealed class ChainView(IChainReader chain, long maxCachedBlockBytes)
{
    private readonly BlockCache blocks = new(chain, maxCachedBlockBytes);

    /// <summary>How often blocks were taken back.</summary>
    internal long Rollbacks => chain.Rollbacks;

    /// <summary>The chain as it is now.</summary>
    internal ChainSnapshot Take() => new(chain, blocks);
}
