using System;
using System.Collections.Immutable;
using Kraken.Fields;
using Kraken.Starknet.Chain;

namespace Kraken.Rpc.Methods;

/// <summary>The chain as requests see it: each takes one snapshot and asks nothing but that.</summary>
/// <param name="maxCachedBlockBytes">About how many bytes of blocks are kept.</param>
/// <param name="acceptedOnL1">The newest block that was accepted on L1; null where nothing is.</param>
internal sealed class ChainView(IChainReader chain, long maxCachedBlockBytes, Func<ulong?>? acceptedOnL1 = null)
{
    private readonly BlockCache blocks = new(chain, maxCachedBlockBytes);

    /// <summary>The transactions that are chosen for the block being built and not executed yet.</summary>
    internal ImmutableArray<Felt> Candidates => chain.Candidates;

    /// <summary>The chain as it is now.</summary>
    internal ChainSnapshot Take() => new(chain, blocks, acceptedOnL1?.Invoke(), withProposal: true);

    /// <summary>The chain as it is now, without the block being built.</summary>
    internal ChainSnapshot TakeDecided() => new(chain, blocks, acceptedOnL1?.Invoke(), withProposal: false);
}
