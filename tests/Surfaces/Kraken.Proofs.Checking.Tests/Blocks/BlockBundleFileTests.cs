using System;
using System.Linq;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Statement;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Serialization;
using Kraken.Starknet.Blocks;
using Xunit;

namespace Kraken.Proofs.Checking.Tests.Blocks;

/// <summary>Bundles as files: what is written is read and checks as before; whatever else is there is refused with its part.</summary>
public sealed class BlockBundleFileTests : IDisposable
{
    private readonly ProvenRange range = new();

    public void Dispose() => range.Dispose();

    [Fact]
    public void WhatIsWrittenIsReadAndPasses()
    {
        BlockBundle bundle = range.Bundle with { Genesis = new byte[] { 1, 2 }, Proof = new byte[] { 3 } };
        byte[] file = BlockBundleFile.Write(bundle);
        Assert.True(BlockBundleFile.TryRead(file, out BlockBundle? read, out string? problem), problem);
        Assert.Equal(file, BlockBundleFile.Write(read));
        Assert.True(range.Check(bundle: read).IsValid);
        Assert.Equal([1, 2], read.Genesis.ToArray());
        Assert.Equal([3], read.Proof.ToArray());
        Assert.Equal(bundle.Ancestors, read.Ancestors);
        Assert.Equal(3, read.Bodies.Length);
    }

    [Fact]
    public void EveryCutIsRefusedAndEveryAlteredByteIsRefusedOrNoLongerTheHonestBundle()
    {
        byte[] file = BlockBundleFile.Write(range.Bundle with { Proof = new byte[] { 3 } });
        for (int length = 0; length < file.Length; length++)
        {
            Assert.False(BlockBundleFile.TryRead(file.AsSpan(0, length), out BlockBundle? none, out string? problem), $"{length} bytes");
            Assert.Null(none);
            Assert.NotEmpty(problem!);
        }

        Assert.False(BlockBundleFile.TryRead([.. file, 0], out _, out string? more));
        Assert.Equal("after the blocks: expected the end, got more bytes", more);
        for (int at = 0; at < file.Length; at += 3)
        {
            byte[] altered = [.. file];
            altered[at] ^= 1;
            Assert.True(
                !BlockBundleFile.TryRead(altered, out BlockBundle? read, out _) || BlockBundleFile.Write(read).SequenceEqual(altered),
                $"byte {at}");
        }
    }

    [Fact]
    public void EachPartHasItsBound()
    {
        Refused(
            "genesis file: expected at most 4194304 bytes, got 4194305",
            writer => writer.Bytes(new byte[BlockBundleFile.MaxGenesisBytes + 1]));
        Refused("proof: expected at most 67108864 bytes, got 67108865", writer =>
        {
            writer.Bytes([]);
            writer.Bytes(new byte[ProofDecoder.MaxBytes + 1]);
        });
        Refused("certificate of the last block: expected at most 1048576 bytes, got 1048577", writer =>
        {
            writer.Bytes([]);
            writer.Bytes([]);
            writer.Bytes(new byte[BlockBundleFile.MaxCertificateBytes + 1]);
        });
        const string Parent = "certificate of the block before the first: expected at most 1048576 bytes, got 1048577";
        Refused(Parent, writer =>
        {
            Empty(writer, 3);
            writer.Bytes(new byte[BlockBundleFile.MaxCertificateBytes + 1]);
        });
        Refused("headers before the first block: expected at most 9, got 10", writer =>
        {
            Empty(writer, 4);
            writer.Int32(BlockBundle.MaxAncestors + 1);
            Empty(writer, 100);
        });
        Refused("blocks: expected at most 16384, got 16385", writer =>
        {
            Empty(writer, 5);
            writer.Int32(BlockStatement.MaxBlocks + 1);
            Empty(writer, 5 * BlockStatement.MaxBlocks);
        });
        Assert.False(BlockBundleFile.TryRead(new byte[BlockBundleFile.MaxBytes + 1], out _, out string? problem));
        Assert.Equal("expected a bundle of at most 536870912 bytes, got 536870913", problem);
    }

    [Fact]
    public void AtItsBoundEachPartIsRead()
    {
        BlockHeader header = range.Blocks[1].Block.Header;
        DecidedBlock empty = new(new Block(header, [], []), StateDiff.Empty, null);
        BlockBundle bundle = new()
        {
            Genesis = new byte[BlockBundleFile.MaxGenesisBytes],
            Proof = new byte[ProofDecoder.MaxBytes],
            Certificate = new byte[BlockBundleFile.MaxCertificateBytes],
            ParentCertificate = new byte[BlockBundleFile.MaxCertificateBytes],
            Ancestors = [.. Enumerable.Repeat(header, BlockBundle.MaxAncestors)],
            Bodies = [.. Enumerable.Repeat(empty, BlockStatement.MaxBlocks)],
        };
        byte[] file = BlockBundleFile.Write(bundle);
        Assert.True(BlockBundleFile.TryRead(file, out BlockBundle? read, out string? problem), problem);
        Assert.Equal((BlockBundle.MaxAncestors, BlockStatement.MaxBlocks), (read.Ancestors.Length, read.Bodies.Length));
        Assert.Equal(ProofDecoder.MaxBytes, read.Proof.Length);
    }

    [Fact]
    public void OtherFilesAndFormatsAreNamed()
    {
        Assert.False(BlockBundleFile.TryRead("{}"u8, out _, out string? problem));
        Assert.Equal("expected a bundle, which begins with 'KRAKENBUNDLE' and a format, got 0x7B7D first", problem);
        Assert.False(BlockBundleFile.TryRead("KRAKENBUNDLE\u0002"u8, out _, out problem));
        Assert.Equal("expected a bundle of format 1, got format 2", problem);
    }

    private static void Empty(ByteWriter writer, int parts)
    {
        for (int i = 0; i < parts; i++)
        {
            writer.Bytes([]);
        }
    }

    private static void Refused(string problem, Action<ByteWriter> write)
    {
        ByteWriter writer = new();
        write(writer);
        Assert.False(BlockBundleFile.TryRead([.. "KRAKENBUNDLE\u0001"u8, .. writer.ToArray()], out _, out string? found));
        Assert.StartsWith(problem, found, StringComparison.Ordinal);
    }
}
