using System;
using System.Buffers;
using Kraken.Fields;
using Kraken.Stark.Channels;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>Writes proofs.</summary>
public static class ProofEncoder
{
    /// <summary>Encodes a proof.</summary>
    /// <param name="proof">The proof.</param>
    /// <param name="format">The format; JSON and binary exist for blake2s only.</param>
    /// <param name="indented">For the felt array: one felt per line, as the reference prints it.</param>
    /// <exception cref="NotSupportedException">A poseidon252 proof as JSON or binary.</exception>
    public static byte[] Encode(CairoProof proof, ProofFormat format, bool indented = false)
    {
        ArrayBufferWriter<byte> output = new(1 << 20);
        switch (format)
        {
            case ProofFormat.CairoSerde:
                EncodeFelts(proof, output, indented);
                return output.WrittenSpan.ToArray();
            case ProofFormat.Json:
                using (JsonSink sink = new(output))
                {
                    new StructuredProofWriter(sink).Write(Blake(proof));
                }

                return output.WrittenSpan.ToArray();
            default:
                new StructuredProofWriter(new BincodeSink(output)).Write(Blake(proof));
                return Bzip2Codec.Compress(output.WrittenSpan);
        }
    }

    private static void EncodeFelts(CairoProof proof, ArrayBufferWriter<byte> output, bool indented)
    {
        using FeltArrayWriter writer = new(output, indented);
        CairoSerdeWriter serde = new(writer);
        if (proof is CairoProof<Felt> poseidon)
        {
            serde.Write(poseidon);
        }
        else
        {
            serde.Write(Blake(proof));
        }
    }

    private static CairoProof<Blake2sHash> Blake(CairoProof proof) => proof as CairoProof<Blake2sHash>
        ?? throw new NotSupportedException($"a {proof.HashName} proof has the felt format only");
}
