using System;
using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Kraken.Fields.Tests;

/// <summary>The Stark field against BigInteger arithmetic.</summary>
public sealed class FeltTests
{
    private static readonly Gen<BigInteger> Integers = Gen.Choose(0, 255).ArrayOf(32)
        .Select(bytes => new BigInteger(Array.ConvertAll(bytes, b => (byte)b), isUnsigned: true) % Felt.Modulus);

    [Fact]
    public void AgreesWithBigIntegerArithmetic()
    {
        Prop.ForAll(Integers.Two().ToArbitrary(), pair =>
        {
            (BigInteger a, BigInteger b) = pair;
            Felt x = Felt.FromBigInteger(a);
            Felt y = Felt.FromBigInteger(b);
            return (x + y).ToBigInteger() == (a + b) % Felt.Modulus
                && (x - y).ToBigInteger() == (((a - b) % Felt.Modulus) + Felt.Modulus) % Felt.Modulus
                && (x * y).ToBigInteger() == a * b % Felt.Modulus
                && x.ToBigInteger() == a
                && x.CompareTo(y) == a.CompareTo(b);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void EdgeValuesAgreeWithBigInteger()
    {
        BigInteger p = Felt.Modulus;
        BigInteger[] edges = [0, 1, 2, p - 1, p - 2, (p
            - 1) / 2, BigInteger.One << 64, (BigInteger.One << 192) - 1, BigInteger.One << 251, (BigInteger.One << 251) - 1];
        foreach (BigInteger a in edges)
        {
            foreach (BigInteger b in edges)
            {
                Felt x = Felt.FromBigInteger(a);
                Felt y = Felt.FromBigInteger(b);
                Assert.Equal((a + b) % p, (x + y).ToBigInteger());
                Assert.Equal((a - b + p) % p, (x - y).ToBigInteger());
                Assert.Equal(a * b % p, (x * y).ToBigInteger());
            }
        }
    }

    [Fact]
    public void UnsignedIntegersAgreeWithTheirLimbs()
    {
        Random random = new(7);
        for (int bit = 0; bit < 64; bit++)
        {
            ulong power = 1UL << bit;
            foreach (ulong value in new[] { power - 1, power, power + 1, ulong.MaxValue << bit, (ulong)random.NextInt64() >> bit })
            {
                Felt.FromUInt64(value, out Felt felt);
                Assert.Equal(Felt.FromCanonicalLimbs(value, 0, 0, 0), felt);
                Assert.Equal(felt, (Felt)value);
            }
        }

        Assert.Equal(-Felt.FromCanonicalLimbs(1UL << 63, 0, 0, 0), (Felt)long.MinValue);
        Assert.Equal(-Felt.FromCanonicalLimbs(1UL << 31, 0, 0, 0), (Felt)int.MinValue);
    }

    [Theory]
    [InlineData("0x0", 0UL)]
    [InlineData("0X00000000000000000000000000000000000000000000000000000000000000000000000000fF", 255UL)]
    [InlineData("0xFfFfFfFfFfFfFfFf", ulong.MaxValue)]
    [InlineData("00000000018446744073709551615", ulong.MaxValue)]
    public void TextIsReadHoweverItIsWritten(string text, ulong expected)
    {
        Assert.True(Felt.TryParse(text, out Felt value));
        Assert.Equal((Felt)expected, value);
    }

    [Theory]
    [InlineData("0xg")]
    [InlineData("0x 1")]
    [InlineData("0x-1")]
    [InlineData("0x1\u0131")]
    [InlineData("0x\u0661")]
    [InlineData("x1")]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("0x10000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void OtherTextIsRefused(string text) => Assert.False(Felt.TryParse(text, out _));

    [Fact]
    public void HexadecimalIsReadAsBigIntegersAre()
    {
        Random random = new(11);
        byte[] bytes = new byte[32];
        for (int i = 0; i < 2000; i++)
        {
            random.NextBytes(bytes);
            bytes[0] &= (byte)(i % 3 == 0 ? 0xff : 0x07);
            string digits = Convert.ToHexString(bytes.AsSpan(random.Next(31)));
            BigInteger expected = BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            Assert.Equal(expected < Felt.Modulus, Felt.TryParse("0x" + digits, out Felt value));
            Assert.Equal(expected < Felt.Modulus ? expected : BigInteger.Zero, value.ToBigInteger());
        }
    }

    [Fact]
    public void ParseAndFormatAreInverse()
    {
        Assert.Equal("0x800000000000011000000000000000000000000000000000000000000000000", Felt.MinusOne.ToString());
        Assert.Equal("0x0", Felt.Zero.ToString());
        Assert.Equal((Felt)255UL, Felt.Parse("0xff"));
        Assert.Equal((Felt)255UL, Felt.Parse("255"));
        Assert.False(Felt.TryParse("0x800000000000011000000000000000000000000000000000000000000000001", out _));
        Assert.False(Felt.TryParse("0x", out _));
        Assert.False(Felt.TryParse("-1", out _));
        Assert.Equal(-Felt.One, (Felt)(-1));
        Assert.Equal("0x534e5f5345504f4c4941", Felt.FromShortString("SN_SEPOLIA").ToString());
    }
}
