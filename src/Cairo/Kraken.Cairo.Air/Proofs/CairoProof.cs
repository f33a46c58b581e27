using Kraken.Cairo.Air.Preprocessed;
using Kraken.Fields;
using Kraken.Stark.Pcs;

namespace Kraken.Cairo.Air.Proofs;

/// <summary>A proof that a Cairo program ran, whatever its hash function.</summary>
public abstract record CairoProof
{
    /// <summary>What is proved.</summary>
    public required CairoClaim Claim { get; init; }

    /// <summary>The nonce of the proof of work before the interaction phase.</summary>
    public required ulong InteractionPow { get; init; }

    /// <summary>The claimed logup sum of each enabled component, in the order of <see cref="CairoClaim.Instances"/>.</summary>
    public required QM31[] ClaimedSums { get; init; }

    /// <summary>
    /// What the channel starts with, modulo 2^31 - 1; a prover changes it to get other challenges. As in the reference it is any word of
    /// 32 bits: two that differ by the modulus stand for one transcript.
    /// </summary>
    public required uint ChannelSalt { get; init; }

    /// <summary>Which fixed columns the proof uses.</summary>
    public required PreprocessedVariant Variant { get; init; }

    /// <summary>
    /// The name of the hash: blake2s, blake2s_m31 or poseidon252. No format names it: it is told by the type of the roots, and the two
    /// BLAKE2s channels by the preprocessed root where it is a known one, else by whether all words of all commitments are reduced modulo
    /// 2^31 - 1. It is a guess, which the verifier makes sure of.
    /// </summary>
    public abstract string HashName { get; }

    /// <summary>The parameters of the STARK.</summary>
    public abstract PcsConfig Config { get; }
}
