using System;
using System.Buffers;
using System.Linq;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Verification;
using Kraken.Fields;
using Kraken.Stark;
using Kraken.Stark.Channels;
using Kraken.Stark.Pcs;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>Writes proofs.</summary>
public static class ProofEncoder
{
    /// <summary>Why proofs with the given parameters have no encoding in a format; null if they have. To be asked before proving.</summary>
    public static string? Refusal(PcsConfig config, ProofFormat format) =>
        format == ProofFormat.CairoSerde && config.MinLiftingLogSize != 0
            ? $"the felt format does not carry min_lifting_log_size, which is {config.MinLiftingLogSize}; choose JSON or binary, or 0"
            : null;

    /// <summary>Encodes a proof.</summary>
    /// <param name="indented">For the felt array: one felt per line, as the reference prints it.</param>
    /// <exception cref="NotSupportedException">The proof has no encoding in the format, see <see cref="Refusal"/>.</exception>
    /// <exception cref="ArgumentException">
    /// The extended format was asked for a proof that is not valid. A root of the fixed columns that is not known is taken as it is: an
    /// encoding states nothing.
    /// </exception>
    public static byte[] Encode(CairoProof proof, ProofFormat format, bool indented = false)
    {
        if (Refusal(proof.Config, format) is string refusal)
        {
            throw new NotSupportedException(refusal);
        }

        return proof is CairoProof<Felt> poseidon
            ? Encode(poseidon, format, indented, (given, record) => CairoVerifier.Verify(given, record, RootOf(given)))
            : Encode(
                (CairoProof<Blake2sHash>)proof,
                format,
                indented,
                (given, record) => CairoVerifier.Verify(given, record, RootOf(given)));
    }

    private static OwnRoot RootOf<THash>(CairoProof<THash> proof)
        where THash : unmanaged, IEquatable<THash> => new(proof.Stark.Commitments.FirstOrDefault().ToString());

    private static byte[] Encode<THash>(
        CairoProof<THash> proof, ProofFormat format, bool indented, Func<CairoProof<THash>, OpeningRecord<THash>, VerifyError?> verify)
        where THash : unmanaged, IEquatable<THash>
    {
        ArrayBufferWriter<byte> output = new(1 << 20);
        switch (format)
        {
            case ProofFormat.CairoSerde:
                using (FeltArrayWriter writer = new(output, indented))
                {
                    new CairoSerdeWriter(writer).Write(proof);
                }

                return output.WrittenSpan.ToArray();
            case ProofFormat.Json:
                using (JsonSink sink = new(output))
                {
                    new StructuredProofWriter(sink).Write(proof);
                }

                return output.WrittenSpan.ToArray();
            case ProofFormat.ExtendedBinary:
                OpeningRecord<THash> record = new();
                if (verify(proof, record) is VerifyError error)
                {
                    throw new ArgumentException($"only a valid proof has openings to write down: {error}", nameof(proof));
                }

                new StructuredProofWriter(new BincodeSink(output)).Write(proof, record);
                return Bzip2Codec.Compress(output.WrittenSpan);
            case ProofFormat.UnpackedBinary:
                output.Write(ProofDecoder.UnpackedMark);
                new StructuredProofWriter(new BincodeSink(output)).Write(proof);
                return output.WrittenSpan.ToArray();
            default:
                new StructuredProofWriter(new BincodeSink(output)).Write(proof);
                return Bzip2Codec.Compress(output.WrittenSpan);
        }
    }

    private sealed class OwnRoot(string? root) : IPreprocessedRootSource
    {
        public string? Find(PreprocessedTree tree) => root;
    }
}
