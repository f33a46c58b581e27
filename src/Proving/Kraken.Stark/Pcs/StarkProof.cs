using System;
using Kraken.Fields;
using Kraken.Stark.Fri;
using Kraken.Stark.Merkle;

namespace Kraken.Stark.Pcs;

/// <summary>
/// A STARK proof without its statement. Trees are in order of commitment: preprocessed, base trace, interaction trace, composition.
/// </summary>
/// <typeparam name="THash">A tree node.</typeparam>
public sealed record StarkProof<THash>
    where THash : unmanaged, IEquatable<THash>
{
    /// <summary>The parameters.</summary>
    public required PcsConfig Config { get; init; }

    /// <summary>The root of each tree.</summary>
    public required THash[] Commitments { get; init; }

    /// <summary>Values out of the domain, [tree][column in commit order][sample]: none, f(Z), or f(Z - g) then f(Z).</summary>
    public required QM31[][][] SampledValues { get; init; }

    /// <summary>The Merkle witness of each tree.</summary>
    public required MerkleDecommitment<THash>[] Decommitments { get; init; }

    /// <summary>The opened values, [tree][column in commit order][query], queries ascending without duplicates.</summary>
    public required M31[][][] QueriedValues { get; init; }

    /// <summary>The nonce of the proof of work before the queries.</summary>
    public required ulong ProofOfWork { get; init; }

    /// <summary>The low-degree proof of the quotients.</summary>
    public required FriProof<THash> Fri { get; init; }
}
