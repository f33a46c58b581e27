using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Kraken.BlockProof.Replay;
using Kraken.Execution.Blocks;
using Kraken.Fields;
using Kraken.Serialization;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.State.Codecs;
using Kraken.State.Commitment;
using Kraken.Trie;

namespace Kraken.BlockProof.Stateless;

/// <summary>
/// Ranges of blocks as one file: what is derived of them (hashes of nodes, compiled classes, the run) is not part of it. Reading checks
/// the form alone; whether it is true says <see cref="StatelessReplay"/>.
/// </summary>
public static class StatelessRangeCodec
{
    /// <summary>The most bytes of a file.</summary>
    public const int MaxBytes = 256 << 20;

    /// <summary>The most bytes of one class, encoded.</summary>
    public const int MaxClassBytes = 16 << 20;

    /// <summary>The most blocks of a range.</summary>
    public const int MaxBlocks = 4096;

    private const int MaxEdge = 251;
    private const int NodeBytes = 1 + (2 * Felt.ByteCount);
    private const int LeafBytes = 4 * Felt.ByteCount;

    private static readonly byte[] Mark = Encoding.ASCII.GetBytes("kraken stateless range 1\n");

    /// <summary>The bytes of a range.</summary>
    /// <exception cref="ArgumentException">It is larger than a file may be.</exception>
    public static byte[] Encode(StatelessRange range)
    {
        ArgumentNullException.ThrowIfNull(range);
        ByteWriter writer = new();
        writer.Bytes(Mark);
        writer.Felt(range.Chain.ChainId.Value);
        writer.Felt(range.Chain.FeeToken);
        writer.Felt(range.Chain.LegacyFeeToken);
        writer.Bytes(HeaderCodec.Encode(range.Parent));
        writer.List(range.Classes, static (output, sierra) => output.Bytes(SierraClassCodec.Encode(sierra)));
        writer.List(range.Blocks, Write);
        writer.Felt(range.Roots.Contracts);
        writer.Felt(range.Roots.Classes);
        writer.List(range.Leaves, static (output, entry) =>
        {
            output.Felt(entry.Key);
            output.Felt(entry.Value.ClassHash);
            output.Felt(entry.Value.Nonce);
            output.Felt(entry.Value.StorageRoot.GetValueOrDefault());
        });
        writer.List(range.ContractNodes, Write);
        writer.List(range.ClassNodes, Write);
        byte[] bytes = writer.ToArray();
        return bytes.Length <= MaxBytes && range.Blocks.Length <= MaxBlocks ? bytes
            : throw new ArgumentException(
                $"the range: expected at most {MaxBytes} bytes and {MaxBlocks} blocks, got {bytes.Length} and {range.Blocks.Length}",
                nameof(range));
    }

    /// <summary>Reads a range.</summary>
    /// <param name="bytes">Foreign bytes; no more memory is taken than a small multiple of theirs.</param>
    /// <param name="range">The range.</param>
    /// <param name="error">Where the bytes are no range, what was expected there, and what was there.</param>
    public static bool TryDecode(
        ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out StatelessRange? range, [NotNullWhen(false)] out string? error)
    {
        range = null;
        if (bytes.Length > MaxBytes)
        {
            error = $"the file: expected at most {MaxBytes} bytes, got {bytes.Length}";
            return false;
        }

        ByteReader reader = new(bytes);
        if (!reader.Bytes(Mark.Length).AsSpan().SequenceEqual(Mark))
        {
            error = "the file's first bytes: expected the mark of a stateless range, version 1, got others";
            return false;
        }

        Place place = new();
        ChainInfo chain = new(new ChainId(reader.Felt()), reader.Felt()) { LegacyFeeToken = reader.Felt() };
        BlockHeader? parent = place.Header(ref reader, "the parent's header");
        ImmutableArray<SierraClass>.Builder classes = ImmutableArray.CreateBuilder<SierraClass>();
        int count = reader.Count(int.MaxValue, sizeof(int));
        for (int i = 0; i < count && !place.Stops(reader); i++)
        {
            if (place.Class(ref reader, $"class {i}") is { } sierra)
            {
                classes.Add(sierra);
            }
        }

        ImmutableArray<DecidedBlock>.Builder blocks = ImmutableArray.CreateBuilder<DecidedBlock>();
        count = place.Stops(reader) ? 0 : reader.Count(MaxBlocks, sizeof(int));
        for (int i = 0; i < count && !place.Stops(reader); i++)
        {
            if (ReadBlock(ref reader, place, $"block {i}") is { } block)
            {
                blocks.Add(block);
            }
        }

        StateRoots roots = new(reader.Felt(), reader.Felt());
        ImmutableArray<KeyValuePair<Felt, ContractLeaf>> leaves = ListCodec.List(ref reader, LeafBytes, static (ref ByteReader input) =>
            new KeyValuePair<Felt, ContractLeaf>(input.Felt(), new ContractLeaf(input.Felt(), input.Felt(), input.Felt())));
        ImmutableArray<TrieNode> contractNodes = ListCodec.List(ref reader, NodeBytes, ReadNode);
        ImmutableArray<TrieNode> classNodes = ListCodec.List(ref reader, NodeBytes, ReadNode);
        error = place.Error ?? (reader.Failed ? $"after {classes.Count} classes and {blocks.Count} blocks: expected more of the range, got "
            + "its end or a number out of bounds" : !reader.AtEnd ? "after the range: expected the end, got more bytes" : null);
        range = error is not null ? null : new StatelessRange
        {
            Chain = chain,
            Parent = parent!,
            Blocks = blocks.ToImmutable(),
            Classes = classes.ToImmutable(),
            Roots = roots,
            Leaves = leaves,
            ContractNodes = contractNodes,
            ClassNodes = classNodes,
        };
        return range is not null;
    }

    private static void Write(ByteWriter writer, DecidedBlock decided)
    {
        writer.Bytes(HeaderCodec.Encode(decided.Block.Header));
        writer.List(decided.Block.Transactions, static (output, transaction) => output.Bytes(TransactionCodec.Encode(transaction)));
        writer.List(decided.Block.Receipts, static (output, receipt) => output.Bytes(ReceiptCodec.Encode(receipt)));
        writer.Bytes(StateDiffCodec.Encode(decided.Diff));
        writer.Boolean(decided.OldBlockHash.HasValue);
        writer.Felt(decided.OldBlockHash.GetValueOrDefault());
    }

    private static void Write(ByteWriter writer, TrieNode node)
    {
        writer.Byte(node.Length);
        writer.Felt(node.Left);
        writer.Felt(node.Right);
    }

    private static DecidedBlock? ReadBlock(ref ByteReader reader, Place place, string where)
    {
        BlockHeader? header = place.Header(ref reader, $"{where}, header");
        ImmutableArray<Transaction> transactions = place.Transactions(ref reader, where);
        ImmutableArray<TransactionReceipt> receipts = place.Receipts(ref reader, where);
        StateDiff? diff = place.Diff(ref reader, where);
        bool hasOld = reader.Boolean();
        Felt old = reader.Felt();
        if (!place.Stops(reader) && transactions.Length != receipts.Length)
        {
            place.Fail($"{where}, receipts", $"{transactions.Length}", $"{receipts.Length}");
        }

        if (!place.Stops(reader) && !hasOld && !old.IsZero)
        {
            place.Fail($"{where}, old block hash", "zero where there is none", $"{old}");
        }

        return place.Stops(reader) ? null : new DecidedBlock(new Block(header!, transactions, receipts), diff!, hasOld ? old : null);
    }

    private static TrieNode ReadNode(ref ByteReader reader)
    {
        byte length = reader.Byte();
        if (length > MaxEdge)
        {
            reader.Fail();
        }

        return new TrieNode(reader.Felt(), reader.Felt(), length);
    }

    /// <summary>Reads the parts that have decoders of their own, and keeps the first failure.</summary>
    private sealed class Place
    {
        internal string? Error { get; private set; }

        internal bool Stops(in ByteReader reader) => reader.Failed || Error is not null;

        internal void Fail(string where, string expected, string got) => Error ??= $"{where}: expected {expected}, got {got}";

        internal BlockHeader? Header(ref ByteReader reader, string where)
        {
            byte[] bytes = Take(ref reader);
            bool read = HeaderCodec.TryDecode(bytes, out BlockHeader? header);
            Require(read, reader, where, "a header", bytes);
            return header;
        }

        internal SierraClass? Class(ref ByteReader reader, string where)
        {
            byte[] bytes = Take(ref reader);
            bool read = SierraClassCodec.TryDecode(bytes, MaxClassBytes, out SierraClass? sierra);
            Require(read, reader, where, $"a class of at most {MaxClassBytes} bytes", bytes);
            return sierra;
        }

        internal StateDiff? Diff(ref ByteReader reader, string where)
        {
            byte[] bytes = Take(ref reader);
            bool read = StateDiffCodec.TryDecode(bytes, out StateDiff? diff);
            Require(read, reader, $"{where}, state diff", "a state diff", bytes);
            return diff;
        }

        internal ImmutableArray<Transaction> Transactions(ref ByteReader reader, string where)
        {
            ImmutableArray<Transaction>.Builder items = ImmutableArray.CreateBuilder<Transaction>();
            int count = Stops(reader) ? 0 : reader.Count(int.MaxValue, sizeof(int));
            for (int i = 0; i < count && !Stops(reader); i++)
            {
                byte[] bytes = Take(ref reader);
                bool read = TransactionCodec.TryDecode(bytes, out Transaction? transaction);
                Require(read, reader, $"{where}, transaction {i}", "a transaction", bytes);
                items.Add(transaction!);
            }

            return items.ToImmutable();
        }

        internal ImmutableArray<TransactionReceipt> Receipts(ref ByteReader reader, string where)
        {
            ImmutableArray<TransactionReceipt>.Builder items = ImmutableArray.CreateBuilder<TransactionReceipt>();
            int count = Stops(reader) ? 0 : reader.Count(int.MaxValue, sizeof(int));
            for (int i = 0; i < count && !Stops(reader); i++)
            {
                byte[] bytes = Take(ref reader);
                bool read = ReceiptCodec.TryDecode(bytes, out TransactionReceipt? receipt);
                Require(read, reader, $"{where}, receipt {i}", "a receipt", bytes);
                items.Add(receipt!);
            }

            return items.ToImmutable();
        }

        private byte[] Take(ref ByteReader reader) => Stops(reader) ? [] : reader.Bytes(int.MaxValue);

        private void Require(bool read, in ByteReader reader, string where, string expected, byte[] bytes)
        {
            if (!read && !reader.Failed)
            {
                Fail(where, expected, $"{bytes.Length} bytes that are none");
            }
        }
    }
}
