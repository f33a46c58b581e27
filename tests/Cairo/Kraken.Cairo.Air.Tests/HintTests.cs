using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Air;
using Kraken.Cairo.Air.Hints;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Hashing;
using Xunit;

namespace Kraken.Cairo.Air.Tests;

/// <summary>Hints against the same arithmetic on big integers, on the curve and in the plain hashes; strips against single rows.</summary>
public sealed class HintTests
{
    private const int Limbs = 28;
    private const int Packed = 10;
    private static readonly BigInteger P = Felt.Modulus;
    private static readonly BigInteger[] Values =
        [0, 1, 2, P - 1, P - 2, (P - 1) / 2, BigInteger.One << 251, (BigInteger.One << 63) + 5, (BigInteger.One << 128) - 1, P / 3];

    [Fact]
    public void LimbsAreDigits()
    {
        uint[] limbs = new uint[Limbs], packed = new uint[Packed];
        foreach (BigInteger value in Values)
        {
            FeltWords.ToLimbs(Felt.FromBigInteger(value), limbs);
            Assert.Equal(Digits(value, 9, Limbs), limbs);
            Assert.Equal(Felt.FromBigInteger(value), FeltWords.FromLimbs(limbs));
            FeltWords.ToPacked(Felt.FromBigInteger(value), packed);
            Assert.Equal(Digits(value, 27, Packed), packed);
            Assert.Equal(Felt.FromBigInteger(value), FeltWords.FromPacked(packed));
        }
    }

    [Fact]
    public void SumsAndProductsAreReduced()
    {
        foreach (BigInteger x in Values)
        {
            foreach (BigInteger y in Values)
            {
                uint[] input = [.. Digits(x, 9, Limbs), .. Digits(y, 9, Limbs)];
                Assert.Equal(Digits((x + y) % P, 9, Limbs), Row(FeltSumHint.Instance, input));
                Assert.Equal(Digits(x * y % P, 9, Limbs), Row(FeltProductHint.Instance, input));
            }

            Assert.Equal(Digits(BigInteger.ModPow(x, 3, P), 27, Packed), Row(CubeHint.Instance, Digits(x, 27, Packed)));
        }
    }

    [Fact]
    public void LinearCombinationsAreReduced()
    {
        LinearCombinationHint hint = new([3, -2, 1]);
        foreach (BigInteger x in Values)
        {
            BigInteger y = P - 1 - x, z = x * 7 % P;
            uint[] input = [.. Digits(x, 27, Packed), .. Digits(y, 27, Packed), .. Digits(z, 27, Packed)];
            BigInteger expected = ((((3 * x) - (2 * y) + z) % P) + P) % P;
            Assert.Equal(Digits(expected, 27, Packed), Row(hint, input));
        }
    }

    /// <summary>Numbers of 384 bits in four words of eleven limbs: a + b = c as integers, not modulo anything.</summary>
    [Fact]
    public void ModularNumbersAreWhole()
    {
        BigInteger largest = (BigInteger.One << 384) - 1;
        foreach (BigInteger a in (BigInteger[])[0, 1, 12345, largest, largest >> 7, BigInteger.One << 96, (BigInteger.One << 288) - 1])
        {
            foreach (BigInteger b in (BigInteger[])[0, 1, largest >> 1, (BigInteger.One << 192) + 3])
            {
                if (a + b <= largest)
                {
                    Assert.Equal([1u], Row(ModularSumHint.Instance, [.. Number(a), .. Number(b), .. Number(a + b)]));
                    Assert.Equal([0u], Row(ModularSumHint.Instance, [.. Number(a), .. Number(b), .. Number((a + b) ^ 1)]));
                }

                foreach (BigInteger p in (BigInteger[])[1, 97, largest, (BigInteger.One << 200) + 1])
                {
                    BigInteger c = a * b % p;
                    uint[] input = [.. Number(p), .. Number(a), .. Number(b), .. Number(c)];
                    Assert.Equal(Digits(((a * b) - c) / p, 12, 32), Row(ModularQuotientHint.Instance, input).Select(word => word & 0xfff));
                }
            }
        }

        uint[] byZero = [.. Number(0), .. Number(5), .. Number(6), .. Number(7)];
        Assert.All(Row(ModularQuotientHint.Instance, byZero), word => Assert.Equal(0u, word));
        uint[] negative = [.. Number(3), .. Number(1), .. Number(1), .. Number(7)];
        Assert.All(Row(ModularQuotientHint.Instance, negative), word => Assert.Equal(0u, word));
    }

    [Fact]
    public void PointsAreAddedAndDoubled()
    {
        AffinePoint left = StarkCurve.Generator;
        for (int i = 0; i < 20; i++)
        {
            AffinePoint right = StarkCurve.PublicPoint((ulong)i + 2);
            Felt slope = (right.Y - left.Y) * (right.X - left.X).Inverse();
            AffinePoint sum = Third(slope, left, right.X);
            Assert.Equal(StarkCurve.PublicPoint((ulong)i + 3), sum);
            Assert.Equal([.. Of(slope), .. Of(sum)], Row(PointSumHint.Instance, [.. Of(left), .. Of(right)]));

            Felt tangent = ((right.X * right.X * (Felt)3UL) + Felt.One) * (right.Y + right.Y).Inverse();
            AffinePoint twice = Third(tangent, right, right.X);
            Assert.Equal(StarkCurve.PublicPoint(2UL * ((ulong)i + 2)), twice);
            Assert.Equal([.. Of(tangent), .. Of(twice)], Row(PointDoubleHint.Instance, Of(right)));
        }
    }

    /// <summary>Points of the same abscissa have no slope: the hint answers all the same, for constraints to refuse.</summary>
    [Fact]
    public void PointsWithoutASumAreAnswered()
    {
        AffinePoint point = StarkCurve.Generator;
        AffinePoint opposite = new(point.X, Felt.Zero - point.Y);
        Assert.Equal(3 * Limbs, Row(PointSumHint.Instance, [.. Of(point), .. Of(opposite)]).Length);
        Assert.Equal(3 * Limbs, Row(PointDoubleHint.Instance, Of(new AffinePoint(Felt.One, Felt.Zero))).Length);
    }

    [Fact]
    public void RowsOfAStripAreSingleRows()
    {
        AffinePoint[] points = [.. Enumerable.Range(0, 9).Select(i => StarkCurve.PublicPoint((ulong)(3 * i) + 1))];
        uint[][] rows = [.. Enumerable.Range(0, 8).Select(i => (uint[])[.. Of(points[i]), .. Of(points[i + 1])])];
        CheckStrip(PointSumHint.Instance, rows);
        CheckStrip(FeltProductHint.Instance, rows.Select(row => row[..(2 * Limbs)]).ToArray());
        CheckStrip(CubeHint.Instance, Values.Select(value => Digits(value, 27, Packed)).ToArray());
    }

    /// <summary>Eight full rounds, the first four: the state of the permutation up to its partial rounds, by matrix and keys.</summary>
    [Fact]
    public void FullRoundsOfPoseidonAreTheMatrixOfCubes()
    {
        foreach (uint round in (uint[])[0, 1, 3, 31, 34])
        {
            BigInteger[] state = [Values[3], Values[7], Values[9]];
            uint[] output = Row(PoseidonFullRoundHint.Instance, [round, .. state.SelectMany(value => Digits(value, 27, Packed))]);
            BigInteger[] cubes = [.. state.Select(value => BigInteger.ModPow(value, 3, P))];
            BigInteger[] mixed =
            [
                (3 * cubes[0]) + cubes[1] + cubes[2], cubes[0] - cubes[1] + cubes[2], cubes[0] + cubes[1] - (2 * cubes[2]),
            ];
            for (int i = 0; i < 3; i++)
            {
                // What is left is the key, the same for every state.
                BigInteger key = Value(output.AsSpan(Packed * i, Packed)) - mixed[i];
                uint[] other = Row(PoseidonFullRoundHint.Instance, [round, .. new uint[3 * Packed]]);
                Assert.Equal(((key % P) + P) % P, Value(other.AsSpan(Packed * i, Packed)));
            }
        }
    }

    [Fact]
    public void MessageSchedulesAreThoseOfTheHash()
    {
        for (uint round = 0; round < 10; round++)
        {
            uint[] expected = Row(BlakeSigmaHint.Instance, [round]);
            Assert.Equal(Enumerable.Range(0, 16).Select(i => (uint)Blake2s.Sigma[(16 * (int)round) + i]), expected);
            Assert.Equal(Enumerable.Range(0, 16).Select(i => (uint)i), expected.Order());
        }

        // A row beyond the last round, which only a false input has, is answered with the first.
        Assert.Equal(Row(BlakeSigmaHint.Instance, [0]), Row(BlakeSigmaHint.Instance, [10]));
    }

    private static void CheckStrip(Hint hint, uint[][] rows)
    {
        uint[] inputs = new uint[hint.Inputs * rows.Length], outputs = new uint[hint.Outputs * rows.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            for (int i = 0; i < hint.Inputs; i++)
            {
                inputs[(i * rows.Length) + row] = rows[row][i];
            }
        }

        hint.Evaluate(null!, inputs, outputs, rows.Length);
        for (int row = 0; row < rows.Length; row++)
        {
            Assert.Equal(Row(hint, rows[row]), Enumerable.Range(0, hint.Outputs).Select(o => outputs[(o * rows.Length) + row]));
        }
    }

    private static uint[] Row(Hint hint, uint[] inputs)
    {
        Assert.Equal(hint.Inputs, inputs.Length);
        uint[] outputs = [.. Enumerable.Repeat(0xdeadu, hint.Outputs)];
        hint.EvaluateRow(null!, inputs, outputs);
        return outputs;
    }

    private static AffinePoint Third(Felt slope, AffinePoint left, Felt rightX)
    {
        Felt x = (slope * slope) - left.X - rightX;
        return new(x, (slope * (left.X - x)) - left.Y);
    }

    private static uint[] Of(Felt value)
    {
        uint[] limbs = new uint[Limbs];
        FeltWords.ToLimbs(value, limbs);
        return limbs;
    }

    private static uint[] Of(AffinePoint point) => [.. Of(point.X), .. Of(point.Y)];

    private static uint[] Digits(BigInteger value, int bits, int count) =>
        [.. Enumerable.Range(0, count).Select(i => (uint)((value >> (bits * i)) & ((1 << bits) - 1)))];

    /// <summary>Four words of 96 bits in eleven limbs of nine bits each, the last of which holds six.</summary>
    private static IEnumerable<uint> Number(BigInteger value) =>
        Enumerable.Range(0, 4).SelectMany(word => Digits((value >> (96 * word)) & ((BigInteger.One << 96) - 1), 9, 11));

    private static BigInteger Value(ReadOnlySpan<uint> packed)
    {
        BigInteger value = BigInteger.Zero;
        for (int i = packed.Length - 1; i >= 0; i--)
        {
            value = (value << 27) + packed[i];
        }

        return value;
    }
}
