using System;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Kraken.Stark;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>Reads proofs of unknown origin: tells the format by itself, bounds all sizes by the input, and never throws.</summary>
public static class ProofDecoder
{
    /// <summary>The largest input: 64 MiB; the proofs in use have below 10.</summary>
    public const int MaxBytes = ProofLimits.MaxBytes;

    /// <summary>What a proof in the unpacked binary format begins with.</summary>
    internal static ReadOnlySpan<byte> UnpackedMark => "KRAKENPROOF1\n"u8;

    /// <summary>What is expected of a file where a reader ended by a defect of its own.</summary>
    internal const string ReadableProof = "a proof that can be read";

    private const int ShownBytes = 8;

    /// <summary>Tells the format by the first byte that is not white space.</summary>
    /// <returns>Null if it is none of the formats.</returns>
    public static ProofFormat? Detect(ReadOnlySpan<byte> data) => data.TrimStart(" \t\r\n"u8) switch
    {
        [(byte)'[', ..] => ProofFormat.CairoSerde,
        [(byte)'{', ..] => ProofFormat.Json,
        [(byte)'B', (byte)'Z', (byte)'h', ..] => ProofFormat.Binary,
        _ => data.StartsWith(UnpackedMark) ? ProofFormat.UnpackedBinary : null,
    };

    /// <summary>Reads a proof.</summary>
    /// <param name="data">The file's bytes.</param>
    /// <param name="proof">A <see cref="CairoProof{THash}"/> over Blake2sHash or Felt.</param>
    /// <param name="error">Why it could not be read.</param>
    public static bool TryDecode(
        ReadOnlySpan<byte> data,
        [NotNullWhen(true)] out CairoProof? proof,
        [NotNullWhen(false)] out VerifyError? error)
    {
        proof = null;
        error = null;
        if (data.Length > MaxBytes)
        {
            error = new(VerifyErrorKind.Malformed, "file", $"at most {MaxBytes} bytes", $"{data.Length}");
            return false;
        }

        try
        {
            proof = Decode(data);
            return true;
        }
        catch (ProofFormatException exception)
        {
            error = exception.Error;
        }
        catch (JsonException exception)
        {
            error = new(VerifyErrorKind.Malformed, "json", "valid JSON", exception.Message);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A reader's defect that a file found is still a file that cannot be read.
            error = new(VerifyErrorKind.Malformed, "proof", ReadableProof, $"{exception.GetType().Name}: {exception.Message}");
        }

        return false;
    }

    private static CairoProof Decode(ReadOnlySpan<byte> data)
    {
        switch (Detect(data))
        {
            case ProofFormat.CairoSerde:
                return CairoSerdeReader.Read(new FeltSequence(data));
            case ProofFormat.Json:
                JsonOutline.Check(data);
                JsonDocumentOptions options = new() { MaxDepth = ProofLimits.MaxJsonDepth };
                using (JsonDocument document = JsonDocument.Parse(data.ToArray(), options))
                {
                    return StructuredProofReader.Read(new JsonSource(document.RootElement, "proof"));
                }

            case ProofFormat.Binary:
                return data.Length <= ProofLimits.MaxPackedBytes
                    ? DecodeBincode(Bzip2Codec.Decompress(data, ProofLimits.MaxUnpackedBytes))
                    : throw new ProofFormatException("bzip2", $"at most {ProofLimits.MaxPackedBytes} bytes packed", $"{data.Length}");
            case ProofFormat.UnpackedBinary:
                ReadOnlySpan<byte> content = data[UnpackedMark.Length..];
                return content.Length <= ProofLimits.MaxUnpackedBytes
                    ? DecodeBincode(content.ToArray())
                    : throw new ProofFormatException("proof", $"at most {ProofLimits.MaxUnpackedBytes} bytes", $"{content.Length}");
            default:
                throw new ProofFormatException("file", "a proof as felts, JSON, bzip2 or unpacked", Beginning(data));
        }
    }

    private static string Beginning(ReadOnlySpan<byte> data) => data.IsEmpty
        ? "an empty file"
        : $"{data.Length} bytes from 0x{Convert.ToHexString(data[..Math.Min(ShownBytes, data.Length)])} on";

    private static CairoProof DecodeBincode(byte[] content)
    {
        BincodeSource source = new(content);
        CairoProof proof = StructuredProofReader.Read(source);
        return source.AtEnd ? proof : throw new ProofFormatException("proof", "the end", "more bytes");
    }
}
