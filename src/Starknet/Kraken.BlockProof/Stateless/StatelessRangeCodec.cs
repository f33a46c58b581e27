using System;
using System.Collections.Generic;
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

    /// <summary>The most classes of a range.</summary>
    public const int MaxClasses = 4096;

    /// <summary>The most blocks of a range.</summary>
    public const int MaxBlocks = 4096;

    private const byte MaxEdge = 251;
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
        DecidedBlockCodec.WriteHeader(writer, range.Parent);
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
        Bound(bytes.Length, MaxBytes, "bytes");
        Bound(range.Blocks.Length, MaxBlocks, "blocks");
        Bound(range.Classes.Length, MaxClasses, "classes");
        return bytes;
    }

    /// <summary>Reads a range.</summary>
    /// <param name="bytes">Foreign bytes; no more memory is taken than a small multiple of theirs.</param>
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

        PartReader reader = new(bytes);
        if (!reader.Bytes("the file's first bytes", Mark.Length).AsSpan().SequenceEqual(Mark))
        {
            error = "the file's first bytes: expected the mark of a stateless range, version 1, got others";
            return false;
        }

        StatelessRange read = Read(ref reader);
        reader.End("the range");
        error = reader.Error;
        range = error is null ? read : null;
        return range is not null;
    }

    private static StatelessRange Read(ref PartReader reader)
    {
        ChainInfo chain =
            new(new ChainId(reader.Felt("chain id")), reader.Felt("fee token")) { LegacyFeeToken = reader.Felt("legacy fee token") };
        BlockHeader? parent = DecidedBlockCodec.ReadHeader(ref reader, "the parent's header");
        return new StatelessRange
        {
            Chain = chain,
            Parent = parent!,
            Classes = reader.List("classes", MaxClasses, "class", ReadClass),
            Blocks = reader.List("blocks", MaxBlocks, "block", ReadBlock),
            Roots = new StateRoots(reader.Felt("root of the contracts trie"), reader.Felt("root of the class trie")),
            Leaves = reader.List("leaves of contracts", MaxBytes / LeafBytes, null, ReadLeaf),
            ContractNodes = reader.List("nodes of the contracts tries", MaxBytes / NodeBytes, null, ReadNode),
            ClassNodes = reader.List("nodes of the class trie", MaxBytes / NodeBytes, null, ReadNode),
        };
    }

    private static void Bound(int count, int most, string what)
    {
        if (count > most)
        {
            throw new ArgumentException($"the range: expected at most {most} {what}, got {count}");
        }
    }

    private static void Write(ByteWriter writer, DecidedBlock decided)
    {
        DecidedBlockCodec.Write(writer, decided);
        writer.Boolean(decided.OldBlockHash is not null);
        writer.Felt(decided.OldBlockHash.GetValueOrDefault());
    }

    private static void Write(ByteWriter writer, TrieNode node)
    {
        writer.Byte(node.Length);
        writer.Felt(node.Left);
        writer.Felt(node.Right);
    }

    private static SierraClass? ReadClass(ref PartReader reader, string where) => reader.Part(
        where, MaxClassBytes, "a class", static (ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SierraClass? sierra) =>
            SierraClassCodec.TryDecode(bytes, MaxClassBytes, out sierra));

    private static DecidedBlock? ReadBlock(ref PartReader reader, string where)
    {
        DecidedBlock? block = DecidedBlockCodec.Read(ref reader, where);
        bool hasOld = reader.Boolean($"{where}, whether it has an old block hash");
        Felt old = reader.Felt($"{where}, old block hash");
        if (!hasOld && !old.IsZero)
        {
            reader.Refuse($"{where}, old block hash", "zero where there is none", $"{old}");
        }

        return hasOld && block is not null ? block with { OldBlockHash = old } : block;
    }

    private static KeyValuePair<Felt, ContractLeaf> ReadLeaf(ref PartReader reader, string where) =>
        new(reader.Felt(where), new ContractLeaf(reader.Felt(where), reader.Felt(where), reader.Felt(where)));

    private static TrieNode ReadNode(ref PartReader reader, string where)
    {
        byte length = reader.Byte(where, MaxEdge);
        return new TrieNode(reader.Felt(where), reader.Felt(where), length);
    }
}
