using System;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Starknet;
using Kraken.Starknet.Classes;

namespace Kraken.State.Snapshots;

/// <summary>What the checks of a foreign store rest on: which chain it must be, who decides its blocks, and how classes compile.</summary>
/// <param name="ChainName">The chain's name, of the genesis file.</param>
/// <param name="GenesisHash">The hash of block 0, computed from that file.</param>
public sealed record AuditBasis(string ChainName, Felt GenesisHash)
{
    /// <summary>
    /// Says what is wrong with a certificate of a block, by number and hash; null where the committee decided the block.
    /// </summary>
    public required Func<ulong, Felt, byte[], string?> FindProblem { get; init; }

    /// <summary>
    /// Compiles a class; null where it does not compile. The hash of a compiled class covers its code and not the hints beside it, so that
    /// no hash tells whether a stored one is right.
    /// </summary>
    public required Func<SierraClass, CasmClass?> Compile { get; init; }

    /// <summary>The chain that transactions' hashes name.</summary>
    public ChainId Chain => ChainId.FromName(ChainName);
}
