using System;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Pcs;

namespace Kraken.Cairo.Air.Proofs;

/// <summary>A Cairo proof over one hash function.</summary>
/// <typeparam name="THash">A tree node: 32 bytes for the BLAKE2s channels, a field element for poseidon252.</typeparam>
public sealed record CairoProof<THash> : CairoProof
    where THash : unmanaged, IEquatable<THash>
{
    /// <summary>The commitments, samples and openings.</summary>
    public required StarkProof<THash> Stark { get; init; }

    /// <inheritdoc/>
    public override string HashName => typeof(THash) == typeof(Felt) ? Poseidon252Channel.Name
        : IsReduced ? Blake2sM31Channel.Name : Blake2sChannel.Name;

    /// <inheritdoc/>
    public override PcsConfig Config => Stark.Config;

    private int FixedHeight => Config.TreeHeight(PreprocessedLayout.Of(Variant).MaxLogSize);

    private bool IsReduced => Stark.Commitments.Length > 0
        && PreprocessedRoots.TryGet(Blake2sM31Channel.Name, Variant, Config.Fri.LogBlowup, FixedHeight, out string? root)
        && root == Stark.Commitments[0].ToString();
}
