using System;
using System.Linq;
using Kraken.Sync.Sources;
using Xunit;

namespace Kraken.Sync.Tests;

/// <summary>Blocks on the wire.</summary>
public sealed class BlockCodecTests
{
    private const int Roomy = 8 << 20;

    private static byte[] First { get; } = BlockCodec.Encode(MadeChain.Instance.Block(1));

    [Fact]
    public void ABlockComesBack()
    {
        for (ulong number = 0; number <= MadeChain.Blocks; number++)
        {
            byte[] bytes = BlockCodec.Encode(MadeChain.Instance.Block(number));
            Assert.True(BlockCodec.TryDecode(bytes, Roomy, out SourceBlock? block, out _));
            Assert.Equal(bytes, BlockCodec.Encode(block));
            Assert.True(block.Bytes > bytes.Length);
        }
    }

    [Fact]
    public void NoPrefixIsABlock()
    {
        byte[] bytes = BlockCodec.Encode(MadeChain.Instance.Block(2));
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.False(BlockCodec.TryDecode(bytes.AsSpan(0, length), Roomy, out _, out string? error));
            Assert.NotEmpty(error);
        }
    }

    [Fact]
    public void NothingFollowsABlock()
    {
        Assert.False(BlockCodec.TryDecode([.. First, 0], Roomy, out _, out string? error));
        Assert.Equal("its end does not decode", error);
    }

    [Fact]
    public void AnotherVersionIsRefused()
    {
        Assert.False(BlockCodec.TryDecode([2, .. First[1..]], Roomy, out _, out string? error));
        Assert.Equal("version: expected 1, got 2", error);
    }

    [Fact]
    public void ClassesTakeWhatABlockMayHold()
    {
        int bytes = State.Codecs.SierraClassCodec.Encode(MadeChain.Instance.Block(1).Classes.Single()).Length;
        Assert.True(BlockCodec.TryDecode(First, bytes, out _, out _));
        Assert.False(BlockCodec.TryDecode(First, bytes - 1, out _, out string? error));
        Assert.Equal("class 0 does not decode", error);
    }
}
