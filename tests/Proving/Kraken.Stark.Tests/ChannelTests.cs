using System;
using System.Linq;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Xunit;

namespace Kraken.Stark.Tests;

/// <summary>Known answers of the channels, from the tests of stwo-cairo's verifier_core.</summary>
public sealed class ChannelTests
{
    private static readonly QM31[] Felts =
        [.. Enumerable.Range(0, 5).Select(i => new QM31((4 * i) + 1, (4 * i) + 2, (4 * i) + 3, (4 * i) + 4))];

    [Fact]
    public void BlakeMixesFelts()
    {
        Assert.Equal(
            [1586304710, 1167332849, 1688630032, 429142330, 4001363212, 2013799503, 180553907, 2044853257],
            Words(c => c.MixFelts(Felts.AsSpan(0, 1))));
        Assert.Equal(
            [2116479765, 3227507660, 1737697798, 2518684651, 1068812914, 1858078313, 1722202885, 2198022752],
            Words(c => c.MixFelts(Felts.AsSpan(0, 3))));
        Assert.Equal(
            [3425911356, 1462327982, 3241135902, 4212900065, 3145879221, 3413011910, 3946733048, 4081152200],
            Words(c => c.MixFelts(Felts)));
    }

    [Fact]
    public void BlakeMixesNonces() =>
        Assert.Equal(
            [0xc13f9ebc, 0x97884ed2, 0x59336d95, 0x24977332, 0xcdca6b9d, 0x74924d22, 0x4abae704, 0xce6edc77],
            Words(c => c.MixU64(0x1111222233334444)));

    [Fact]
    public void BlakeMixesNoncesAsTwoWords() =>
        Assert.Equal(Words(c => c.MixU64(0x1111222233334444)), Words(c => c.MixU32s([0x33334444, 0x11112222])));

    [Fact]
    public void BlakeDrawsWords()
    {
        Span<uint> words = stackalloc uint[8];
        Assert.Equal(8, new Blake2sChannel().DrawU32s(words));
        Assert.Equal([1508103417, 49928118], words[..2].ToArray());
    }

    [Fact]
    public void PoseidonDrawsWords()
    {
        Span<uint> words = stackalloc uint[8];
        Assert.Equal(7, new Poseidon252Channel().DrawU32s(words));
        Assert.Equal([886766026, 477679824, 3218540027, 1381728512, 24873733, 2344250857, 2336456258], words[..7].ToArray());
    }

    [Fact]
    public void PoseidonMixesNonces()
    {
        Poseidon252Channel channel = new();
        channel.MixU64(0x1111222233334444);
        Assert.Equal(Felt.Parse("0x07cecc0ee3d858c843fe63165f038353f9f80f52dd8d32eead9f635e2f7d8b8e"), channel.Digest);
    }

    [Fact]
    public void PoseidonLeafTagsItsLength()
    {
        Felt expected = Felt.Parse("2978883932528585652864046122079599882777358126302490183268546077323303473078");
        Assert.Equal(expected, Poseidon252Channel.HashLeaf([M31.Zero, M31.One]));
        Assert.NotEqual(expected, Poseidon252Channel.HashLeaf([M31.Zero, M31.Zero, M31.One]));
    }

    [Fact]
    public void ReducedDigestsAreThoseOfBlakeWordByWord()
    {
        // Both chains start at the zero digest, so that their first digests differ by the reduction alone.
        Blake2sM31Channel channel = new();
        channel.MixFelts(Felts);
        byte[] bytes = new byte[32];
        channel.Digest.WriteBytes(bytes);
        uint[] words = Words(c => c.MixFelts(Felts));
        Assert.Contains(words, word => word >= M31.Modulus);
        Assert.Equal(words.Select(word => word % M31.Modulus), Enumerable.Range(0, 8).Select(i => BitConverter.ToUInt32(bytes, 4 * i)));

        M31[] row = [.. Enumerable.Range(0, 21).Select(i => (M31)(i * 1234567))];
        Assert.Equal(Reduced(Blake2sChannel.HashLeaf(row)), Blake2sM31Channel.HashLeaf(row));
        Blake2sHash leaf = Blake2sM31Channel.HashLeaf(row);
        Assert.Equal(Reduced(Blake2sChannel.HashNode(leaf, channel.Digest)), Blake2sM31Channel.HashNode(leaf, channel.Digest));
        Assert.Equal(Reduced(Blake2sChannel.EmptyRoot), Blake2sM31Channel.EmptyRoot);
    }

    private static Blake2sHash Reduced(Blake2sHash hash)
    {
        byte[] bytes = new byte[32];
        hash.WriteBytes(bytes);
        return Blake2sHash.FromBytes([.. Enumerable.Range(0, 8)
            .SelectMany(i => BitConverter.GetBytes(BitConverter.ToUInt32(bytes, 4 * i) % M31.Modulus))]);
    }

    [Fact]
    public void DrawsDifferUntilAMixResetsTheCounter()
    {
        CheckDraws<Blake2sChannel>(new(), new());
        CheckDraws<Blake2sM31Channel>(new(), new());
        CheckDraws<Poseidon252Channel>(new(), new());
    }

    [Fact]
    public void PowIsFoundAndStopsHoldingAfterAMix()
    {
        Assert.Equal(CheckPow(new Blake2sChannel()), CheckPow(new Blake2sChannel()));
        CheckPow(new Blake2sM31Channel());
        CheckPow(new Poseidon252Channel());
    }

    private static ulong CheckPow(IChannel channel)
    {
        ulong nonce = 0;
        while (!channel.VerifyPow(8, nonce))
        {
            nonce++;
        }

        Assert.True(nonce > 0);
        Assert.False(channel.VerifyPow(64, nonce));
        Assert.False(channel.VerifyPow(-1, nonce));
        channel.MixU64(nonce);
        Assert.False(channel.VerifyPow(20, nonce));
        return nonce;
    }

    private static void CheckDraws<T>(T channel, T other)
        where T : IChannel
    {
        QM31 first = channel.DrawSecureFelt();
        Assert.NotEqual(first, channel.DrawSecureFelt());
        channel.MixU64(7);
        other.MixU64(7);
        QM31[] pair = new QM31[3];
        channel.DrawSecureFelts(pair);
        Assert.Equal(pair[0], other.DrawSecureFelt());
        Assert.Equal(pair[2], other.DrawSecureFelt());
        Assert.Equal(channel.DrawSecureFelt(), other.DrawSecureFelt());
    }

    private static uint[] Words(Action<Blake2sChannel> mix)
    {
        Blake2sChannel channel = new();
        mix(channel);
        byte[] bytes = new byte[32];
        channel.Digest.WriteBytes(bytes);
        return [.. Enumerable.Range(0, 8).Select(i => BitConverter.ToUInt32(bytes, 4 * i))];
    }
}
