using System;
using System.Linq;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Stateless;
using Kraken.Execution.Blocks;
using Kraken.Fields;
using Kraken.Proofs.Checking.Tests.Blocks;
using Kraken.Serialization;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Kraken.State.Codecs;
using Kraken.State.Commitment;
using Kraken.Trie;
using Xunit;

namespace Kraken.Proofs.Checking.Tests.Chain;

/// <summary>The bounds of files of stateless ranges: what is at one is read, what is one past it is refused by its name.</summary>
public sealed class StatelessRangeCodecTests : IDisposable
{
    private static readonly SierraClass Small = ChainContracts.Demo.Class with { SierraProgram = [1, 7, 0, 2, 19, 4], Abi = "" };
    private readonly ProvenRange source = new();

    public void Dispose() => source.Dispose();

    [Fact]
    public void AFileMayHaveMaxBytesAndNotOneMore()
    {
        Assert.Equal(
            "the file's first bytes: expected the mark of a stateless range, version 1, got others",
            Refusal(new byte[StatelessRangeCodec.MaxBytes]));
        Assert.Equal(
            "the file: expected at most 268435456 bytes, got 268435457", Refusal(new byte[StatelessRangeCodec.MaxBytes + 1]));
    }

    [Fact]
    public void ARangeMayHaveMaxBlocksAndNotOneMore()
    {
        StatelessRange most = Range() with { Blocks = [.. Enumerable.Repeat(Empty, StatelessRangeCodec.MaxBlocks)] };
        byte[] file = StatelessRangeCodec.Encode(most);
        Assert.True(StatelessRangeCodec.TryDecode(file, out StatelessRange? read, out string? error), error);
        Assert.Equal(StatelessRangeCodec.MaxBlocks, read.Blocks.Length);
        Assert.Equal(file, StatelessRangeCodec.Encode(read));

        StatelessRange more = most with { Blocks = most.Blocks.Add(Empty) };
        Assert.Contains(
            "at most 4096 blocks, got 4097", Assert.Throws<ArgumentException>(() => StatelessRangeCodec.Encode(more)).Message,
            StringComparison.Ordinal);
        Assert.Equal("blocks: expected at most 4096, got 4097", Refusal(Raised(file, classes: 0, StatelessRangeCodec.MaxBlocks)));
    }

    [Fact]
    public void ARangeMayHaveMaxClassesAndNotOneMore()
    {
        StatelessRange most = Range() with { Classes = [.. Enumerable.Repeat(Small, StatelessRangeCodec.MaxClasses)] };
        byte[] file = StatelessRangeCodec.Encode(most);
        Assert.True(StatelessRangeCodec.TryDecode(file, out StatelessRange? read, out string? error), error);
        Assert.Equal(StatelessRangeCodec.MaxClasses, read.Classes.Length);

        StatelessRange more = most with { Classes = most.Classes.Add(Small) };
        Assert.Contains(
            "at most 4096 classes, got 4097", Assert.Throws<ArgumentException>(() => StatelessRangeCodec.Encode(more)).Message,
            StringComparison.Ordinal);
        Assert.Equal("classes: expected at most 4096, got 4097", Refusal(Raised(file, StatelessRangeCodec.MaxClasses)));
    }

    [Fact]
    public void AClassMayHaveMaxClassBytesAndNotOneMore()
    {
        int rest = SierraClassCodec.Encode(Small).Length;
        SierraClass largest = Small with { Abi = new string('x', StatelessRangeCodec.MaxClassBytes - rest) };
        Assert.Equal(StatelessRangeCodec.MaxClassBytes, SierraClassCodec.Encode(largest).Length);
        byte[] file = StatelessRangeCodec.Encode(Range() with { Classes = [largest] });
        Assert.True(StatelessRangeCodec.TryDecode(file, out StatelessRange? read, out string? error), error);
        Assert.Equal(largest.Abi.Length, Assert.Single(read.Classes).Abi.Length);

        StatelessRange more = Range() with { Classes = [largest with { Abi = largest.Abi + "x" }] };
        Assert.Equal(
            "class 0: expected at most 16777216 bytes, got 16777217", Refusal(StatelessRangeCodec.Encode(more)));
    }

    [Fact]
    public void EveryCutIsRefusedWithItsPlace()
    {
        byte[] file = StatelessRangeCodec.Encode(Range());
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Contains(": expected ", Refusal(file.AsSpan(0, length)), StringComparison.Ordinal);
        }

        Assert.Equal("after the range: expected the end, got more bytes", Refusal([.. file, 0]));
    }

    private DecidedBlock Empty => new(new Block(source.Blocks[1].Block.Header, [], []), StateDiff.Empty, null);

    private StatelessRange Range() => new()
    {
        Chain = new ChainInfo(ProvenRange.Chain, WellKnownAddresses.FeeToken),
        Parent = source.Blocks[0].Block.Header,
        Blocks = [Empty with { OldBlockHash = 7 }],
        Classes = [Small],
        Roots = new StateRoots(1, 2),
        Leaves = [new(3, new ContractLeaf(4, 5, (Felt)6))],
        ContractNodes = [TrieNode.Binary(1, 2)],
        ClassNodes = [TrieNode.Edge(3, 1, 1)],
    };

    private static string Refusal(ReadOnlySpan<byte> file)
    {
        Assert.False(StatelessRangeCodec.TryDecode(file, out StatelessRange? range, out string? error));
        Assert.Null(range);
        return error;
    }

    /// <summary>The file with the number of its classes, or where they are given that of its blocks behind them, one larger.</summary>
    private byte[] Raised(byte[] file, int classes, int? blocks = null)
    {
        ByteWriter before = new();
        before.Bytes("kraken stateless range 1\n"u8);
        before.Felts([1, 2, 3]);
        before.Bytes(HeaderCodec.Encode(source.Blocks[0].Block.Header));

        // The list of elements wrote its own number, which the file has not.
        int at = before.ToArray().Length - sizeof(int) + (blocks is null ? 0 : sizeof(int) + ClassBytes(classes));
        byte[] altered = [.. file];
        Assert.Equal(blocks ?? classes, BitConverter.ToInt32(altered, at));
        BitConverter.TryWriteBytes(altered.AsSpan(at), (blocks ?? classes) + 1);
        return altered;
    }

    private static int ClassBytes(int classes) => (classes == 0 ? 1 : classes) * (sizeof(int) + SierraClassCodec.Encode(Small).Length);
}
