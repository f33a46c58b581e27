using System;

namespace Kraken.Stark.Merkle;

/// <summary>The hashes that a verifier of an opening cannot compute itself, in the order in which it needs them.</summary>
/// <param name="HashWitness">Sibling hashes, layers from the leaves to the root, ascending positions within a layer.</param>
/// <typeparam name="THash">A tree node.</typeparam>
public sealed record MerkleDecommitment<THash>(THash[] HashWitness)
    where THash : unmanaged, IEquatable<THash>;
