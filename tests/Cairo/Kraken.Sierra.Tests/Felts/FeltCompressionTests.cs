using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Fields;
using Kraken.Sierra.Felts;
using Xunit;

namespace Kraken.Sierra.Tests.Felts;

/// <summary>The dictionary compression against its description, at every bound of its counts and one past it.</summary>
public sealed class FeltCompressionTests
{
    private static readonly Felt Wide = Felt.FromBigInteger(BigInteger.One << 64);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(31, 32)]
    [InlineData(255, 300)]
    [InlineData(256, 256)]
    [InlineData(257, 257)]
    [InlineData(512, 600)]
    [InlineData(513, 1000)]
    [InlineData(5000, 20_000)]
    public void ValuesArePackedAsDescribedAndComeBack(int distinct, int count)
    {
        Random random = new(distinct + count);
        BigInteger[] pool = [.. Enumerable.Range(0, distinct).Select(i => (BigInteger)random.NextInt64() * random.NextInt64())];
        BigInteger[] values = [.. Enumerable.Range(0, count).Select(i => i < distinct ? pool[i] : pool[random.Next(distinct)])];
        List<Felt> packed = [];
        FeltCompression.Compress([.. values.Select(Felt.FromBigInteger)], packed);
        Assert.Equal(FeltStream.Compressed(values), packed);
        (Felt[] code, int[] indices) = FeltCompression.Expand(packed.ToArray());
        Assert.Equal(values, indices.Select(i => code[i].ToBigInteger()));
    }

    [Fact]
    public void ThreeValuesAreOneWord()
    {
        List<Felt> packed = [];
        FeltCompression.Compress([(Felt)5, (Felt)7, (Felt)5], packed);

        // Two codes, 254 of padding, the codes, three digits, and 0 + 1 * 256 + 0 * 65536.
        Assert.Equal([(Felt)2, (Felt)254, (Felt)5, (Felt)7, (Felt)3, (Felt)256], packed);
    }

    [Theory]
    [InlineData(8, 31)]
    [InlineData(9, 27)]
    [InlineData(10, 25)]
    [InlineData(13, 19)]
    [InlineData(16, 15)]
    [InlineData(20, 12)]
    [InlineData(30, 8)]
    public void AFeltHoldsAsManyDigitsAsStayBelowThePrime(int bits, int digits)
    {
        Assert.Equal(digits, FeltStream.DigitsPerFelt(1 << bits));

        // One code of zero digits only: the count may be as large as the words hold, and no larger.
        Felt[] full = [(Felt)1, (Felt)((1L << bits) - 1), (Felt)9, (Felt)(2 * digits), Felt.Zero, Felt.Zero];
        (Felt[] code, int[] indices) = FeltCompression.Expand(full);
        Assert.Equal(2 * digits, indices.Count(i => code[i] == (Felt)9));
        full[3] = (Felt)((2 * digits) + 1);
        Assert.Equal("MalformedFelts at #4: packed words", Refusal(full));
    }

    [Theory]
    [InlineData("", "MalformedFelts at #0: count")]
    [InlineData("1", "MalformedFelts at #1: count")]
    [InlineData("1 255", "MalformedFelts at #2: code table")]
    [InlineData("3 253 1 1", "MalformedFelts at #2: code table")]
    [InlineData("5 251 1 1", "MalformedFelts at #0: count")]
    [InlineData("1 255 9", "MalformedFelts at #3: count")]
    [InlineData("1 254 9 0", "MalformedFelts at #1: padded code size")]
    [InlineData("1 256 9 0", "MalformedFelts at #1: padded code size")]
    [InlineData("1 127 9 0", "MalformedFelts at #1: padded code size")]
    [InlineData("1 2147483647 9 0", "MalformedFelts at #1: padded code size")]
    [InlineData("1 2147483648 9 0", "MalformedFelts at #1: count")]
    [InlineData("1 255 9 32 0", "MalformedFelts at #4: packed words")]
    [InlineData("1 255 9 1", "MalformedFelts at #4: packed words")]
    [InlineData("1 255 9 1 1", "MalformedFelts at #0: code index")]
    [InlineData("2 254 9 9 1 2", "MalformedFelts at #0: code index")]
    [InlineData("1 255 9 32 0 1", "MalformedFelts at #1: code index")]
    [InlineData("1 255 9 4194305 0", "MalformedFelts at #3: count")]
    public void OtherStreamsAreRefusedWithTheirPlace(string felts, string expected) =>
        Assert.Equal(expected, Refusal([.. felts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Felt.Parse)]));

    [Fact]
    public void CountsAreNumbersOf64Bits()
    {
        Assert.Equal("MalformedFelts at #0: count", Refusal([Wide, (Felt)255, (Felt)9, (Felt)0]));
        Assert.Equal("MalformedFelts at #1: count", Refusal([(Felt)1, Wide, (Felt)9, (Felt)0]));
        Assert.Equal("MalformedFelts at #3: count", Refusal([(Felt)1, (Felt)255, (Felt)9, Felt.MinusOne]));
    }

    [Fact]
    public void TheLongestProgramHas2To22Values()
    {
        const int Most = 1 << 22;
        Felt[] longest = [(Felt)1, (Felt)255, (Felt)9, (Felt)Most, .. new Felt[(Most + 30) / 31]];
        Assert.Equal(Most, FeltCompression.Expand(longest).Indices.Length);
        longest[3] = (Felt)(Most + 1);
        Assert.Equal("MalformedFelts at #3: count", Refusal(longest));
    }

    [Fact]
    public void AWordIsReadInAllItsBits()
    {
        // The greatest digit of the widest code in each place.
        const int Size = 1 << 13;
        Felt[] code = [.. Enumerable.Range(0, Size).Select(i => (Felt)i)];
        BigInteger word = Enumerable.Range(0, 19).Aggregate(BigInteger.Zero, (sum, i) => sum + ((BigInteger)(Size - 1 - i) << (13 * i)));
        (_, int[] indices) = FeltCompression.Expand([(Felt)Size, Felt.Zero, .. code, (Felt)19, Felt.FromBigInteger(word)]);
        Assert.Equal(Enumerable.Range(0, 19).Select(i => Size - 1 - i), indices);
    }

    private static string Refusal(Felt[] packed) =>
        Assert.Throws<SierraException>(() => FeltCompression.Expand(packed)).Error.ToString();
}
