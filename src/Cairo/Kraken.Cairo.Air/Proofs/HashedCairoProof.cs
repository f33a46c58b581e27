using System;
using Kraken.Fields;
using Kraken.Stark.Pcs;

namespace Kraken.Cairo.Air.Proofs;

/// <summary>A Cairo proof over one hash function.</summary>
/// <typeparam name="THash">A tree node: 32 bytes for blake2s, a field element for poseidon252.</typeparam>
public sealed record CairoProof<THash> : CairoProof
    where THash : unmanaged, IEquatable<THash>
{
    /// <summary>The STARK.</summary>
    public required StarkProof<THash> Stark { get; init; }

    /// <inheritdoc/>
    public override string HashName => typeof(THash) == typeof(Felt) ? "poseidon252" : "blake2s";

    /// <inheritdoc/>
    public override PcsConfig Config => Stark.Config;
}
