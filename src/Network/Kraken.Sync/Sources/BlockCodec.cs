using System;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using Kraken.Fields;
using Kraken.Serialization;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.State.Codecs;

namespace Kraken.Sync.Sources;

/// <summary>
/// Blocks as nodes serve them to followers: a version, then header, transactions, receipts, state diff, declared classes and certificate,
/// each behind its length in the encodings of <see cref="State.Codecs"/>. Equal blocks have equal bytes.
/// </summary>
public static class BlockCodec
{
    private const byte Version = 1;

    // A length before each record.
    private const int LeastRecordBytes = sizeof(int);

    // Felts take in memory what they take here; objects and lists around them about as much again.
    private const long MemoryPerByte = 2;

    /// <summary>The bytes of a block.</summary>
    public static byte[] Encode(SourceBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        ByteWriter writer = new();
        writer.Byte(Version);
        writer.Bytes(HeaderCodec.Encode(block.Block.Header));
        writer.List(block.Block.Transactions, static (output, item) => output.Bytes(TransactionCodec.Encode(item)));
        writer.List(block.Block.Receipts, static (output, item) => output.Bytes(ReceiptCodec.Encode(item)));
        writer.Bytes(StateDiffCodec.Encode(block.StateDiff));
        writer.List(block.Classes, static (output, item) => output.Bytes(SierraClassCodec.Encode(item)));
        writer.Bytes(block.Certificate.Span);
        return writer.ToArray();
    }

    /// <summary>Reads a block from foreign bytes; never throws.</summary>
    /// <param name="maxClassBytes">The most bytes of all classes; each may be a felt, which takes 32 in memory.</param>
    /// <param name="block">The block, nothing of it checked, or null.</param>
    /// <param name="error">What of it does not decode, or null.</param>
    public static bool TryDecode(
        ReadOnlySpan<byte> bytes,
        int maxClassBytes,
        [NotNullWhen(true)] out SourceBlock? block,
        [NotNullWhen(false)] out string? error)
    {
        block = null;
        ByteReader reader = new(bytes);
        byte version = reader.Byte();
        if (version != Version)
        {
            error = $"version: expected {Version}, got {version}";
            return false;
        }

        bool isWhole = HeaderCodec.TryDecode(reader.Bytes(int.MaxValue), out BlockHeader? header);
        error = isWhole ? null : "its header";
        ImmutableArray<Transaction> transactions = List<Transaction>(
            ref reader, "transaction", ref error, static item => TransactionCodec.TryDecode(item, out Transaction? read) ? read : null);
        ImmutableArray<TransactionReceipt> receipts = List<TransactionReceipt>(
            ref reader, "receipt", ref error, static item => ReceiptCodec.TryDecode(item, out TransactionReceipt? read) ? read : null);
        StateDiff? diff = null;
        error ??= StateDiffCodec.TryDecode(reader.Bytes(int.MaxValue), out diff) ? null : "its state diff";
        int left = maxClassBytes;
        ImmutableArray<SierraClass> classes = List<SierraClass>(ref reader, "class", ref error, item =>
        {
            left -= item.Length;
            return left >= 0 && SierraClassCodec.TryDecode(item, item.Length, out SierraClass? read) ? read : null;
        });
        byte[] certificate = reader.Bytes(int.MaxValue);
        error ??= reader.Succeeded ? null : "its end";
        if (error is not null)
        {
            error = $"{error} does not decode";
            return false;
        }

        block = new SourceBlock(new Block(header!, transactions, receipts), diff!, classes, certificate)
        {
            Bytes = (MemoryPerByte * bytes.Length) + classes.Sum(MemoryOf),
        };
        return true;
    }

    private static long MemoryOf(SierraClass sierra) => (Felt.ByteCount * (long)sierra.SierraProgram.Length) + (2L * sierra.Abi.Length);

    private static ImmutableArray<T> List<T>(ref ByteReader reader, string what, ref string? error, Func<byte[], T?> read)
        where T : class
    {
        int count = reader.Count(int.MaxValue, LeastRecordBytes);
        ImmutableArray<T>.Builder items = ImmutableArray.CreateBuilder<T>();
        while (error is null && !reader.Failed && items.Count < count)
        {
            if (read(reader.Bytes(int.MaxValue)) is { } item)
            {
                items.Add(item);
            }
            else
            {
                error = $"{what} {items.Count}";
            }
        }

        return items.ToImmutable();
    }
}
