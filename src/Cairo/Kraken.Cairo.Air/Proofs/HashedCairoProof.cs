using System;
using System.Runtime.InteropServices;
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

    private bool IsReduced => Stark.Commitments.Length > 0
        && (IsRootOf(Blake2sM31Channel.Name) || (!IsRootOf(Blake2sChannel.Name) && HasReducedWords));

    // Every word of a reduced digest is one; of a whole one it is by a chance of a half, and there are four of eight words.
    private bool HasReducedWords => typeof(THash) == typeof(Blake2sHash)
        && !MemoryMarshal.Cast<THash, uint>(Stark.Commitments).ContainsAnyInRange(M31.Modulus, uint.MaxValue);

    private bool IsRootOf(string hashName) =>
        PreprocessedRoots.TryGet(PreprocessedTree.Of(hashName, Variant, Config), out string? root)
        && root == Stark.Commitments[0].ToString();
}
