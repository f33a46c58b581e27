using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Stateless;
using Kraken.BlockProof.Statement;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Serialization;
using Kraken.Starknet.Blocks;

namespace Kraken.Proofs.Checking.Blocks;

/// <summary>
/// Bundles as files: the mark, a version, then genesis file, proof, both certificates, headers and blocks, each behind its length. The
/// proof may be in any of its formats; writers here choose the unpacked binary one, which is read fastest.
/// </summary>
public static class BlockBundleFile
{
    /// <summary>The largest file.</summary>
    public const int MaxBytes = 512 << 20;

    /// <summary>The largest genesis file.</summary>
    public const int MaxGenesisBytes = 4 << 20;

    /// <summary>The largest certificate.</summary>
    public const int MaxCertificateBytes = 1 << 20;

    private const byte FormatVersion = 1;

    /// <summary>What a bundle begins with.</summary>
    public static ReadOnlySpan<byte> Mark => "KRAKENBUNDLE"u8;

    /// <summary>Writes the parts one behind the other, in the one form that is read again.</summary>
    public static byte[] Write(BlockBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        ByteWriter writer = new();
        foreach (byte letter in Mark)
        {
            writer.Byte(letter);
        }

        writer.Byte(FormatVersion);
        writer.Bytes(bundle.Genesis.Span);
        writer.Bytes(bundle.Proof.Span);
        writer.Bytes(bundle.Certificate.Span);
        writer.Bytes(bundle.ParentCertificate.Span);
        writer.List(bundle.Ancestors, DecidedBlockCodec.WriteHeader);
        writer.List(bundle.Bodies, DecidedBlockCodec.Write);
        return writer.ToArray();
    }

    /// <summary>Reads a file of whatever origin; never throws on its content.</summary>
    /// <param name="bundle">The bundle, or null.</param>
    /// <param name="problem">The part that is not as it must be, or null.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> file,
        [NotNullWhen(true)] out BlockBundle? bundle,
        [NotNullWhen(false)] out string? problem)
    {
        bundle = null;
        if (file.Length > MaxBytes)
        {
            problem = string.Create(CultureInfo.InvariantCulture, $"expected a bundle of at most {MaxBytes} bytes, got {file.Length}");
            return false;
        }

        if (!file.StartsWith(Mark) || file.Length == Mark.Length)
        {
            problem = $"expected a bundle, which begins with '{System.Text.Encoding.ASCII.GetString(Mark)}' and a format, got "
                + $"0x{Convert.ToHexString(file[..Math.Min(file.Length, Mark.Length)])} first";
            return false;
        }

        if (file[Mark.Length] != FormatVersion)
        {
            problem = $"expected a bundle of format {FormatVersion}, got format {file[Mark.Length]}";
            return false;
        }

        PartReader reader = new(file[(Mark.Length + 1)..]);
        BlockBundle read = new()
        {
            Genesis = reader.Bytes("genesis file", MaxGenesisBytes),
            Proof = reader.Bytes("proof", ProofDecoder.MaxBytes),
            Certificate = reader.Bytes("certificate of the last block", MaxCertificateBytes),
            ParentCertificate = reader.Bytes("certificate of the block before the first", MaxCertificateBytes),
            Ancestors = reader.List<BlockHeader>(
                "headers before the first block", BlockBundle.MaxAncestors, "header", DecidedBlockCodec.ReadHeader),
            Bodies = reader.List<DecidedBlock>("blocks", BlockStatement.MaxBlocks, "block", DecidedBlockCodec.Read),
        };
        reader.End("the blocks");
        problem = reader.Error;
        bundle = problem is null ? read : null;
        return bundle is not null;
    }
}
