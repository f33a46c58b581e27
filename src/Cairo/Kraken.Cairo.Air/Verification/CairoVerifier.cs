using System;
using Kraken.Cairo.Air.Proofs;
using Kraken.Fields;
using Kraken.Stark;
using Kraken.Stark.Channels;

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

    /// <summary>Checks a proof on a given fresh channel.</summary>
    internal static VerifyError? Verify<TChannel, THash>(TChannel channel, CairoProof<THash> proof, VerifierPolicy policy)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash> => new CairoVerification<TChannel, THash>(channel, proof, policy).Run();
}
