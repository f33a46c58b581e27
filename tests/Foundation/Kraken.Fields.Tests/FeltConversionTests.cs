using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Xunit;

namespace Kraken.Fields.Tests;

/// <summary>Elements from and to bytes, limbs, integers and short strings, at the edges of each form.</summary>
public sealed class FeltConversionTests
{
    private static readonly BigInteger P = Felt.Modulus;

    private static IEnumerable<BigInteger> Edges =>
    [
        0, 1, 255, 256, Power(64) - 1, Power(64), Power(128) - 1, Power(128), Power(192) - 1, Power(192), Power(251), P - 2, P - 1, P / 2,
            (P / 2) + 1,
    ];

    private static IEnumerable<BigInteger> Wide => [.. Edges, P, P + 1, (2 * P) - 1, 2 * P, 31 * P, Power(252), Power(256) - 1];

    [Fact]
    public void BytesOfBothOrdersAreTheSameInteger()
    {
        foreach (BigInteger value in Edges)
        {
            Felt felt = Felt.FromBigInteger(value);
            byte[] big = new byte[Felt.ByteCount];
            byte[] little = new byte[Felt.ByteCount];
            felt.WriteBigEndian(big);
            felt.WriteLittleEndian(little);
            Assert.Equal(value, new BigInteger(big, isUnsigned: true, isBigEndian: true));
            Assert.Equal(value, new BigInteger(little, isUnsigned: true));
            Assert.Equal(big, felt.ToBytesBigEndian());
            Assert.True(Felt.TryFromBytesBigEndian(big, out Felt read));
            Assert.Equal(felt, read);
        }
    }

    [Fact]
    public void IntegersThatAreNotBelowThePrimeAreRefusedOrReduced()
    {
        foreach (BigInteger value in Wide)
        {
            byte[] big = Bytes(value);
            byte[] little = [.. big.Reverse()];
            Assert.Equal(value < P, Felt.TryFromBytesBigEndian(big, out Felt read));
            Assert.Equal(value < P ? value : 0, read.ToBigInteger());
            Assert.Equal(value % P, Felt.FromBytesBigEndianReduced(big).ToBigInteger());
            Assert.Equal(value % P, Felt.FromBytesLittleEndianReduced(little).ToBigInteger());
            ulong[] limbs = [.. Enumerable.Range(0, 4).Select(i => (ulong)((value >> (64 * i)) & ulong.MaxValue))];
            Assert.Equal(value % P, Felt.FromLimbsReduced(limbs[0], limbs[1], limbs[2], limbs[3]).ToBigInteger());
            Assert.Equal(value % P, Felt.FromBigInteger(value).ToBigInteger());
            Assert.Equal((P - (value % P)) % P, Felt.FromBigInteger(-value).ToBigInteger());
        }
    }

    [Fact]
    public void FewerBytesAreASmallerIntegerAndMoreAreRefused()
    {
        for (int length = 1; length <= 33; length++)
        {
            byte[] bytes = [.. Enumerable.Range(1, length).Select(i => (byte)(i % 7))];
            BigInteger value = new(bytes, isUnsigned: true, isBigEndian: true);
            Assert.Equal(length <= 32, Felt.TryFromBytesBigEndian(bytes, out Felt read));
            Assert.Equal(length <= 32 ? value : 0, read.ToBigInteger());
            if (length <= 32)
            {
                Assert.Equal(value, Felt.FromBytesBigEndianReduced(bytes).ToBigInteger());
            }
            else
            {
                Assert.Throws<ArgumentOutOfRangeException>(() => Felt.FromBytesBigEndianReduced(bytes));
                Assert.Throws<ArgumentOutOfRangeException>(() => Felt.FromBytesLittleEndianReduced(bytes));
            }
        }

        Assert.False(Felt.TryFromBytesBigEndian([], out _));
        Assert.Equal(Felt.Zero, Felt.FromBytesBigEndianReduced([]));
    }

    [Fact]
    public void SmallIntegersFitTheirTypesAndLargerOnesDoNot()
    {
        foreach (BigInteger value in Edges)
        {
            Felt felt = Felt.FromBigInteger(value);
            Assert.Equal(value < Power(64), felt.TryToUInt64(out ulong small));
            Assert.True(value >= Power(64) || small == value);
            Assert.Equal(value < Power(128), felt.TryToUInt128(out UInt128 wide));
            Assert.True(value >= Power(128) || (BigInteger)wide == value);
        }
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(int.MinValue)]
    [InlineData(-1L)]
    [InlineData(0L)]
    [InlineData(int.MaxValue)]
    [InlineData(long.MaxValue)]
    public void MachineIntegersKeepTheirSign(long value)
    {
        BigInteger expected = ((value % P) + P) % P;
        Assert.Equal(expected, ((Felt)value).ToBigInteger());
        if (value is >= int.MinValue and <= int.MaxValue)
        {
            Assert.Equal(expected, ((Felt)(int)value).ToBigInteger());
        }

        Assert.Equal((BigInteger)unchecked((ulong)value), ((Felt)unchecked((ulong)value)).ToBigInteger());
        Assert.Equal(Power(128) - 1, ((Felt)UInt128.MaxValue).ToBigInteger());
    }

    [Theory]
    [InlineData("", "0")]
    [InlineData("a", "97")]
    [InlineData("ab", "24930")]
    public void ShortStringsAreTheirBytes(string text, string expected) =>
        Assert.Equal(BigInteger.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
            Felt.FromShortString(text).ToBigInteger());

    [Fact]
    public void ShortStringsHaveAtMost31AsciiCharacters()
    {
        Assert.Equal(new BigInteger(Enumerable.Repeat((byte)0x7f, 31).ToArray(), isUnsigned: true),
            Felt.FromShortString(new string('\u007f', 31)).ToBigInteger());
        Assert.Throws<ArgumentException>(() => Felt.FromShortString(new string('a', 32)));
        Assert.Throws<ArgumentException>(() => Felt.FromShortString("é"));
    }

    [Fact]
    public void OrderAndTextAreThoseOfTheIntegers()
    {
        BigInteger[] values = [.. Edges.Distinct().Order()];
        Felt[] felts = [.. values.Select(Felt.FromBigInteger)];
        Assert.Equal(felts, felts.Reverse().Order());
        for (int i = 0; i < felts.Length; i++)
        {
            Assert.Equal($"0x{values[i].ToString("x", System.Globalization.CultureInfo.InvariantCulture).TrimStart('0').PadLeft(1, '0')}",
                felts[i].ToString());
            Assert.Equal(felts[i], Felt.Parse(felts[i].ToString()));
            for (int j = 0; j < felts.Length; j++)
            {
                Assert.Equal(i.CompareTo(j), felts[i].CompareTo(felts[j]));
                Assert.Equal(i < j, felts[i] < felts[j]);
                Assert.Equal(i > j, felts[i] > felts[j]);
                Assert.Equal(i <= j, felts[i] <= felts[j]);
                Assert.Equal(i >= j, felts[i] >= felts[j]);
            }
        }
    }

    [Fact]
    public void PowersAndInversesAreThoseOfIntegers()
    {
        foreach (BigInteger value in Edges)
        {
            Felt felt = Felt.FromBigInteger(value);
            foreach (BigInteger exponent in (BigInteger[])[0, 1, 2, 3, 64, P - 2, P - 1, P])
            {
                Assert.Equal(BigInteger.ModPow(value, exponent, P), felt.Pow(exponent).ToBigInteger());
            }

            if (!value.IsZero)
            {
                Assert.Equal(BigInteger.ModPow(value, P - 2, P), felt.Inverse().ToBigInteger());
            }

            Assert.Equal(value * value % P, felt.Square().ToBigInteger());
        }
    }

    private static BigInteger Power(int exponent) => BigInteger.One << exponent;

    private static byte[] Bytes(BigInteger value)
    {
        byte[] digits = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[Felt.ByteCount - digits.Length], .. digits];
    }
}
