using System;
using Kraken.Fields;

namespace Kraken.Stark.Channels;

/// <summary>
/// A channel together with the Merkle hash that goes with it; the one type parameter from which prover and verifier take both.
/// </summary>
/// <typeparam name="THash">A tree node: 32 bytes or a field element.</typeparam>
public interface IMerkleChannel<THash> : IChannel
    where THash : unmanaged, IEquatable<THash>
{
    /// <summary>The name in parameter files: blake2s, blake2s_m31 or poseidon252.</summary>
    static abstract string Name { get; }

    /// <summary>
    /// Nonces are searched as (high &lt;&lt; 32) | low with low below 2^GrindLowBits, smallest high first, then smallest low; a proof is a
    /// function of its input only if the first hit in this order is taken.
    /// </summary>
    static abstract int GrindLowBits { get; }

    /// <summary>The root of a tree without columns.</summary>
    static abstract THash EmptyRoot { get; }

    /// <summary>The hash of a leaf: one row of values, columns stably sorted ascending by size.</summary>
    static abstract THash HashLeaf(ReadOnlySpan<M31> row);

    /// <summary>The hash of an inner node.</summary>
    static abstract THash HashNode(in THash left, in THash right);

    /// <summary>The hashes of many inner nodes; faster than one after the other where the hash has lanes.</summary>
    /// <param name="left">The left children.</param>
    /// <param name="right">The right children, as many.</param>
    /// <param name="parents">As many parents; may be one of the inputs.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    static abstract void HashNodes(ReadOnlySpan<THash> left, ReadOnlySpan<THash> right, Span<THash> parents);

    /// <summary>Mixes a commitment.</summary>
    void MixRoot(in THash root);
}
