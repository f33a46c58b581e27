using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Fields;
using Xunit;

namespace Kraken.Curves.Tests;

/// <summary>The EC-op kernel against double and add bit by bit, its failures included.</summary>
public sealed class EcOpTests
{
    private static readonly BigInteger Order = StarkCurve.Order;

    [Fact]
    public void RandomInputsAgreeWithDoubleAndAdd()
    {
        Random random = new(20261128);
        for (int round = 0; round < 150; round++)
        {
            Check(Scalar(random), Scalar(random), Scalar(random) % Felt.Modulus);
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("3")]
    [InlineData("5")]
    [InlineData("7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("800000000000010ffffffffffffffffb781126dcae7b2321e66a241adc64d2f")]
    [InlineData("800000000000010ffffffffffffffffb781126dcae7b2321e66a241adc64d2e")]
    [InlineData("800000000000011000000000000000000000000000000000000000000000000")]
    [InlineData("555555555555555555555555555555555555555555555555555555555555555")]
    [InlineData("2aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")]
    [InlineData("6db6db6db6db6db6db6db6db6db6db6db6db6db6db6db6db6db6db6db6db6db")]
    [InlineData("249249249249249249249249249249249249249249249249249249249249249")]
    [InlineData("400000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("7ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void EdgeFactorsAgreeAtEveryBitWhereTheSumCanMeetTheDoubledPoint(string factor)
    {
        BigInteger m = BigInteger.Parse("0" + factor, System.Globalization.NumberStyles.HexNumber, null) % Felt.Modulus;
        int bits = (int)m.GetBitLength();
        int failures = 0;
        int answers = 0;
        int[] chosen = [.. Enumerable.Range(0, bits + 1).Where(i => i < 8 || i > bits - 8 || i % 61 == 0)];
        foreach (int i in chosen)
        {
            // P such that the sum before bit i is a small multiple of the doubled point.
            BigInteger low = m % (BigInteger.One << i);
            for (int k = -4; k <= 4; k++)
            {
                BigInteger p = Modulo((k * (BigInteger.One << i)) - low, Order);
                if (!p.IsZero)
                {
                    bool answered = Check(p, 1, m);
                    answers += answered ? 1 : 0;
                    failures += answered ? 0 : 1;
                }
            }
        }

        // m = 0 adds nothing and never fails.
        Assert.True(answers > 0 && (failures > 0 || m.IsZero));
    }

    [Fact]
    public void AllSmallFactorsAndPointsAgree()
    {
        (int Answers, int Failures) counts = default;
        AffinePoint[] multiples = [.. Enumerable.Range(0, 121).Select(k => Multiple(k))];
        for (int m = 0; m < 64; m++)
        {
            for (int p = -60; p <= 60; p++)
            {
                if (p != 0)
                {
                    AffinePoint point = p > 0 ? multiples[p] : -multiples[-p];
                    bool answered = Check(point, multiples[1], m);
                    counts = answered ? (counts.Answers + 1, counts.Failures) : (counts.Answers, counts.Failures + 1);
                }
            }
        }

        Assert.True(counts.Answers > 1000 && counts.Failures > 300, $"{counts}");
    }

    private static bool Check(BigInteger p, BigInteger q, BigInteger m) => Check(Multiple(p), Multiple(q), m);

    private static bool Check(AffinePoint p, AffinePoint q, BigInteger m)
    {
        AffinePoint? expected = DoubleAndAdd(p, q, m);
        bool answered = EcOp.TryAddMultiple(p, q, Felt.FromBigInteger(m), out AffinePoint result);
        AffinePoint? got = answered ? result : null;
        Assert.True(expected == got, $"P = {p}, Q = {q}, m = {m}: expected {expected}, got {got}");
        return answered;
    }

    // What the builtin is specified by; null for its failure.
    private static AffinePoint? DoubleAndAdd(AffinePoint sum, AffinePoint doubled, BigInteger m)
    {
        List<bool> bits = [];
        for (; !m.IsZero; m >>= 1)
        {
            bits.Add(!m.IsEven);
        }

        foreach (bool bit in bits)
        {
            if (sum.X == doubled.X)
            {
                return null;
            }

            sum = bit ? sum + doubled : sum;
            doubled += doubled;
        }

        return sum;
    }

    private static AffinePoint Multiple(BigInteger scalar) =>
        StarkCurve.MultiplyGenerator(Felt.FromBigInteger(Modulo(scalar, Order))).ToAffine();

    private static BigInteger Modulo(BigInteger value, BigInteger modulus) => ((value % modulus) + modulus) % modulus;

    private static BigInteger Scalar(Random random)
    {
        byte[] bytes = new byte[32];
        random.NextBytes(bytes);
        return (new BigInteger(bytes, isUnsigned: true) % (Order - 1)) + 1;
    }
}
