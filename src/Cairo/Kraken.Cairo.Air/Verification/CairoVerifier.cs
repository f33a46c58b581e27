using System;
using Kraken.Cairo.Air.Preprocessed;
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
    /// <param name="roots">
    /// Asked for the root of the fixed columns where <see cref="PreprocessedRoots"/> has none, and only when everything else of the proof
    /// holds; null to refuse such proofs at once. What it throws passes through.
    /// </param>
    /// <param name="program">The program that the proof is expected to be of, which saves time if it is; null for none.</param>
    /// <returns>Null if the proof is valid, else the first thing found wrong.</returns>
    public static VerifyError? Verify(
        CairoProof proof, VerifierPolicy? policy = null, IPreprocessedRootSource? roots = null, KnownProgram? program = null) =>
        Verify(proof, policy ?? VerifierPolicy.Default, VerifierRoots.Table with { Other = roots }, program);

    /// <summary>Checks a proof with roots of other origin than the table.</summary>
    internal static VerifyError? Verify(
        CairoProof proof, VerifierPolicy policy, VerifierRoots roots, KnownProgram? program = null) => proof switch
    {
        CairoProof<Blake2sHash> blake when blake.HashName == Blake2sM31Channel.Name =>
            Verify(new Blake2sM31Channel(), blake, policy, roots),
        CairoProof<Blake2sHash> blake => Verify(new Blake2sChannel(), blake, policy, roots, program: program),
        CairoProof<Felt> poseidon => Verify(new Poseidon252Channel(), poseidon, policy, roots),
        _ => new VerifyError(VerifyErrorKind.UnsupportedConfig, "hash", "blake2s, blake2s_m31 or poseidon252", proof.HashName),
    };

    /// <summary>Checks a proof of a given hash and writes down what its openings show.</summary>
    /// <param name="proof">A decoded proof of unknown origin.</param>
    /// <param name="record">What the openings show; whole where the proof is valid.</param>
    /// <param name="roots">As for any proof.</param>
    /// <returns>Null if the proof is valid, else the first thing found wrong.</returns>
    public static VerifyError? Verify(
        CairoProof<Blake2sHash> proof, OpeningRecord<Blake2sHash> record, IPreprocessedRootSource? roots = null) =>
        proof.HashName == Blake2sM31Channel.Name
            ? Verify(new Blake2sM31Channel(), proof, VerifierPolicy.Default, VerifierRoots.Table with { Other = roots }, record)
            : Verify(new Blake2sChannel(), proof, VerifierPolicy.Default, VerifierRoots.Table with { Other = roots }, record);

    /// <inheritdoc cref="Verify(CairoProof{Blake2sHash}, OpeningRecord{Blake2sHash}, IPreprocessedRootSource?)"/>
    public static VerifyError? Verify(CairoProof<Felt> proof, OpeningRecord<Felt> record, IPreprocessedRootSource? roots = null) =>
        Verify(new Poseidon252Channel(), proof, VerifierPolicy.Default, VerifierRoots.Table with { Other = roots }, record);

    /// <summary>Checks a proof on a given fresh channel, against the table's roots if no others are given.</summary>
    internal static VerifyError? Verify<TChannel, THash>(
        TChannel channel,
        CairoProof<THash> proof,
        VerifierPolicy policy,
        VerifierRoots? roots = null,
        OpeningRecord<THash>? record = null,
        KnownProgram? program = null)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash> =>
        new CairoVerification<TChannel, THash>(channel, proof, policy, roots ?? VerifierRoots.Table, record, program).Run();
}
