using System.Collections.Immutable;
using Kraken.Fields;
using Kraken.Starknet.Chain;

namespace Kraken.Rpc.Methods;

/// <summary>The chain as requests see it: each takes one snapshot and asks nothing but that.</summary>
internal sealed class ChainView(IChainReader chain, long maxCachedBlockBytes)
{
    private readonly BlockCache blocks = new(chain, maxCachedBlockBytes);

    /// <summary>The transactions that are chosen for the block being built and not executed yet.</summary>
    internal ImmutableArray<Felt> Candidates => chain.Candidates;

    /// <summary>The chain as it is now.</summary>
    internal ChainSnapshot Take() => new(chain, blocks, withProposal: true);

    /// <summary>The chain as it is now, without the block being built.</summary>
    internal ChainSnapshot TakeDecided() => new(chain, blocks, withProposal: false);
}
