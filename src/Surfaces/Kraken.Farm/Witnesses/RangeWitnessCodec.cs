using System;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Kraken.BlockProof.Stateless;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Serialization;

namespace Kraken.Farm.Witnesses;

/// <summary>
/// Witnesses as files: the mark, then the range in the form of <see cref="StatelessRangeCodec"/> and the rest in that of
/// <see cref="BlockBundleFile"/>, without a proof and without blocks, each with its length. Reading checks the form alone.
/// </summary>
public static class RangeWitnessCodec
{
    /// <summary>The most bytes of a file.</summary>
    public const int MaxBytes = StatelessRangeCodec.MaxBytes + MaxAncestryBytes;

    private const int MaxAncestryBytes = 4 << 20;

    private static readonly byte[] Mark = Encoding.ASCII.GetBytes("kraken range witness 1\n");

    /// <summary>The bytes of a witness.</summary>
    /// <exception cref="ArgumentException">It is larger than a file may be.</exception>
    public static byte[] Encode(RangeWitness witness)
    {
        ArgumentNullException.ThrowIfNull(witness);
        byte[] ancestry = BlockBundleFile.Write(witness.Ancestry);
        if (ancestry.Length > MaxAncestryBytes)
        {
            throw new ArgumentException(
                $"certificates and headers: expected at most {MaxAncestryBytes} bytes, got {ancestry.Length}", nameof(witness));
        }

        ByteWriter writer = new();
        writer.Bytes(Mark);
        writer.Bytes(StatelessRangeCodec.Encode(witness.Range));
        writer.Bytes(ancestry);
        return writer.ToArray();
    }

    /// <summary>Reads a witness of whatever origin; never throws on its content.</summary>
    /// <param name="file">The bytes; no more memory is taken than a small multiple of theirs.</param>
    /// <param name="problem">Where the bytes are none, what was expected there, and what was there.</param>
    public static bool TryDecode(
        ReadOnlySpan<byte> file, [NotNullWhen(true)] out RangeWitness? witness, [NotNullWhen(false)] out string? problem)
    {
        witness = null;
        ByteReader reader = new(file);
        if (!reader.Bytes(Mark.Length).AsSpan().SequenceEqual(Mark))
        {
            problem = "witness, first bytes: expected the mark of a range's witness, version 1, got others";
            return false;
        }

        byte[] range = reader.Bytes(StatelessRangeCodec.MaxBytes);
        byte[] ancestry = reader.Bytes(MaxAncestryBytes);
        if (!reader.Succeeded)
        {
            problem = $"witness: expected two parts of at most {StatelessRangeCodec.MaxBytes} and {MaxAncestryBytes} bytes, each behind "
                + $"its length, and then the end, got {file.Length} bytes that are none";
            return false;
        }

        if (!StatelessRangeCodec.TryDecode(range, out StatelessRange? blocks, out problem)
            || !BlockBundleFile.TryRead(ancestry, out BlockBundle? rest, out problem))
        {
            problem = $"witness, {problem}";
            return false;
        }

        if (!rest.Proof.IsEmpty || !rest.Bodies.IsEmpty || !rest.Genesis.IsEmpty)
        {
            problem = "witness, certificates and headers: expected no proof, blocks or genesis file beside them, got some";
            return false;
        }

        witness = new RangeWitness(blocks, rest);
        return true;
    }
}
