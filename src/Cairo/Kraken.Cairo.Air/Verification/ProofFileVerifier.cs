using System;
using System.Diagnostics;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Stark;

namespace Kraken.Cairo.Air.Verification;

/// <summary>Verifies the bytes of a proof file: the core of <c>kraken verify</c>.</summary>
public static class ProofFileVerifier
{
    /// <summary>Reads and checks a proof in any of the formats; never throws on its content.</summary>
    /// <param name="data">The file.</param>
    /// <param name="policy">What is demanded beyond the protocol; null for the default of 96 bits.</param>
    /// <param name="roots">Asked for a root that is not known, see <see cref="CairoVerifier"/>; null to refuse such proofs.</param>
    /// <param name="program">The program that the proof is expected to be of, which saves time if it is; null for none.</param>
    public static VerificationReport Verify(
        ReadOnlySpan<byte> data, VerifierPolicy? policy = null, IPreprocessedRootSource? roots = null, KnownProgram? program = null)
    {
        long start = Stopwatch.GetTimestamp();
        bool decoded = ProofDecoder.TryDecode(data, out CairoProof? proof, out VerifyError? error);
        TimeSpan decodeTime = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        if (decoded)
        {
            error = CairoVerifier.Verify(proof!, policy, roots, program);
        }

        return new()
        {
            Error = error,
            Format = ProofDecoder.Detect(data),
            ByteCount = data.Length,
            DecodeTime = decodeTime,
            VerifyTime = Stopwatch.GetElapsedTime(start),
            Statement = decoded ? ProofStatement.Of(proof!, program) : null,
        };
    }
}
