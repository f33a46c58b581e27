using System;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Statement;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Serialization;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.State.Codecs;

namespace Kraken.Proofs.Checking.Blocks;

/// <summary>
/// Bundles as files: the mark, a version, then genesis file, proof, both certificates, headers and blocks, each with its length. Headers,
/// transactions, receipts and state diffs are in the form that the store has.
/// </summary>
public static class BlockBundleFile
{
    /// <summary>The largest file.</summary>
    public const int MaxBytes = 512 << 20;

    /// <summary>The largest genesis file.</summary>
    public const int MaxGenesisBytes = 4 << 20;

    /// <summary>The largest certificate.</summary>
    public const int MaxCertificateBytes = 1 << 20;

    private const int MaxHeaderBytes = 1 << 12;
    private const int MaxItemBytes = 64 << 20;
    private const byte FormatVersion = 1;
    private const int LengthBytes = 4;

    private static ReadOnlySpan<byte> Mark => "KRAKENBUNDLE"u8;

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
        writer.List(bundle.Ancestors, static (output, header) => output.Bytes(HeaderCodec.Encode(header)));
        writer.List(bundle.Bodies, WriteBody);
        return writer.ToArray();
    }

    /// <summary>Reads a file of whatever origin; never throws on its content.</summary>
    /// <param name="file">The file.</param>
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
            problem = $"expected a bundle, which begins with '{System.Text.Encoding.ASCII.GetString(Mark)}', got something else";
            return false;
        }

        if (file[Mark.Length] != FormatVersion)
        {
            problem = $"expected a bundle of format {FormatVersion}, got format {file[Mark.Length]}";
            return false;
        }

        ByteReader reader = new(file[(Mark.Length + 1)..]);
        Part part = new();
        bundle = new BlockBundle
        {
            Genesis = part.Bytes(ref reader, "genesis file", MaxGenesisBytes),
            Proof = part.Bytes(ref reader, "proof", ProofDecoder.MaxBytes),
            Certificate = part.Bytes(ref reader, "certificate of the last block", MaxCertificateBytes),
            ParentCertificate = part.Bytes(ref reader, "certificate of the block before the first", MaxCertificateBytes),
            Ancestors = part.List(ref reader, "headers before the first block", BlockBundle.MaxAncestors, ReadHeader),
            Bodies = part.List(ref reader, "blocks", BlockStatement.MaxBlocks, ReadBody),
        };
        problem = part.Problem ?? (reader.AtEnd ? null : "expected the end of the bundle behind its blocks, got more bytes");
        bundle = problem is null ? bundle : null;
        return problem is null;
    }

    private static void WriteBody(ByteWriter writer, DecidedBlock body)
    {
        writer.Bytes(HeaderCodec.Encode(body.Block.Header));
        writer.List(body.Block.Transactions, static (output, transaction) => output.Bytes(TransactionCodec.Encode(transaction)));
        writer.List(body.Block.Receipts, static (output, receipt) => output.Bytes(ReceiptCodec.Encode(receipt)));
        writer.Bytes(StateDiffCodec.Encode(body.Diff));
    }

    private static DecidedBlock ReadBody(ref ByteReader reader)
    {
        BlockHeader header = ReadHeader(ref reader);
        ImmutableArray<Transaction> transactions = List(ref reader, TransactionLimits.MaxTransactions, ReadTransaction);
        ImmutableArray<TransactionReceipt> receipts = List(ref reader, TransactionLimits.MaxTransactions, ReadReceipt);
        if (!StateDiffCodec.TryDecode(reader.Bytes(MaxItemBytes), out StateDiff? diff))
        {
            reader.Fail();
        }

        return new DecidedBlock(new Block(header, transactions, receipts), diff ?? StateDiff.Empty, null);
    }

    private static BlockHeader ReadHeader(ref ByteReader reader) =>
        HeaderCodec.TryDecode(reader.Bytes(MaxHeaderBytes), out BlockHeader? header) ? header : Fail<BlockHeader>(ref reader);

    private static Transaction ReadTransaction(ref ByteReader reader) =>
        TransactionCodec.TryDecode(reader.Bytes(MaxItemBytes), out Transaction? transaction) ? transaction : Fail<Transaction>(ref reader);

    private static TransactionReceipt ReadReceipt(ref ByteReader reader) =>
        ReceiptCodec.TryDecode(reader.Bytes(MaxItemBytes), out TransactionReceipt? receipt)
            ? receipt
            : Fail<TransactionReceipt>(ref reader);

    // What a failed reader has given is thrown away with it.
    private static T Fail<T>(ref ByteReader reader)
        where T : class
    {
        reader.Fail();
        return null!;
    }

    private static ImmutableArray<T> List<T>(ref ByteReader reader, int most, ListCodec.ReadItem<T> read)
    {
        int count = reader.Count(most, LengthBytes);
        ImmutableArray<T>.Builder items = ImmutableArray.CreateBuilder<T>(count);
        for (int i = 0; i < count && !reader.Failed; i++)
        {
            items.Add(read(ref reader));
        }

        return items.ToImmutable();
    }

    /// <summary>Reads part by part and remembers the first that is not as it must be.</summary>
    private sealed class Part
    {
        public string? Problem { get; private set; }

        public byte[] Bytes(ref ByteReader reader, string name, int most)
        {
            byte[] bytes = reader.Bytes(most);
            Note(reader.Failed, name, string.Create(CultureInfo.InvariantCulture, $"at most {most} bytes"));
            return bytes;
        }

        public ImmutableArray<T> List<T>(ref ByteReader reader, string name, int most, ListCodec.ReadItem<T> read)
        {
            ImmutableArray<T> items = BlockBundleFile.List(ref reader, most, read);
            Note(reader.Failed, name, string.Create(CultureInfo.InvariantCulture, $"at most {most}, each in the form of the store"));
            return items;
        }

        private void Note(bool failed, string name, string expected) =>
            Problem ??= failed ? $"{name}: expected {expected}, got a length or content that is none" : null;
    }
}
