using System;
using Kraken.Fields;
using Kraken.Stark.Merkle;

namespace Kraken.Stark.Fri;

/// <summary>One committed FRI layer and its openings.</summary>
/// <param name="FriWitness">The values of the opened cosets that the verifier does not know, ascending positions.</param>
/// <param name="Decommitment">The Merkle witness.</param>
/// <param name="Commitment">The layer's root.</param>
/// <typeparam name="THash">A tree node.</typeparam>
public sealed record FriLayerProof<THash>(QM31[] FriWitness, MerkleDecommitment<THash> Decommitment, THash Commitment)
    where THash : unmanaged, IEquatable<THash>;
