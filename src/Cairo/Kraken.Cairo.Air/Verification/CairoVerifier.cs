using System;
using Kraken.Cairo.Air.Proofs;
using Kraken.Fields;
using Kraken.Stark;
using Kraken.Stark.Channels;
using Kraken.Stark.Pcs;

namespace Kraken.Cairo.Air.Verification;

/// <summary>Verifies proofs of Cairo runs.</summary>
public static class CairoVerifier
{
    /// <summary>Checks a proof.</summary>
    /// <param name="proof">A decoded proof of unknown origin; any content is answered without an exception.</param>
    /// <param name="policy">What is demanded beyond the protocol; null for the default.</param>
    /// <returns>Null if the proof is valid, else the first thing found wrong.</returns>
    public static VerifyError? Verify(CairoProof proof, VerifierPolicy? policy = null) => proof switch
    {
        CairoProof<Blake2sHash> blake when blake.HashName == Blake2sM31Channel.Name =>
            Verify(new Blake2sM31Channel(), blake, policy ?? VerifierPolicy.Default),
        CairoProof<Blake2sHash> blake => Verify(new Blake2sChannel(), blake, policy ?? VerifierPolicy.Default),
        CairoProof<Felt> poseidon => Verify(new Poseidon252Channel(), poseidon, policy ?? VerifierPolicy.Default),
        _ => new VerifyError(VerifyErrorKind.UnsupportedConfig, "hash", "blake2s, blake2s_m31 or poseidon252", proof.HashName),
    };

    /// <summary>Checks a proof of a given hash and writes down what its openings show.</summary>
    /// <param name="proof">A decoded proof of unknown origin.</param>
    /// <param name="record">What the openings show; whole where the proof is valid.</param>
    /// <returns>Null if the proof is valid, else the first thing found wrong.</returns>
    public static VerifyError? Verify(CairoProof<Blake2sHash> proof, OpeningRecord<Blake2sHash> record) =>
        proof.HashName == Blake2sM31Channel.Name
            ? Verify(new Blake2sM31Channel(), proof, VerifierPolicy.Default, record)
            : Verify(new Blake2sChannel(), proof, VerifierPolicy.Default, record);

    /// <inheritdoc cref="Verify(CairoProof{Blake2sHash}, OpeningRecord{Blake2sHash})"/>
    public static VerifyError? Verify(CairoProof<Felt> proof, OpeningRecord<Felt> record) =>
        Verify(new Poseidon252Channel(), proof, VerifierPolicy.Default, record);

    /// <summary>Checks a proof on a given fresh channel.</summary>
    internal static VerifyError? Verify<TChannel, THash>(
        TChannel channel, CairoProof<THash> proof, VerifierPolicy policy, OpeningRecord<THash>? record = null)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash> => new CairoVerification<TChannel, THash>(channel, proof, policy, record).Run();
}
