using System;
using System.Linq;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Kraken.Curves.Packed;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Xunit;

namespace Kraken.Curves.Tests;

/// <summary>Points in lanes, pairs of multiples and tables against the group law, with points and factors chosen to meet.</summary>
public sealed class CurveLanesTests
{
    private static readonly BigInteger Order = StarkCurve.Order;

    private static readonly BigInteger[] Factors =
    [
        0, 1, 2, 3, 7, 8, 9, 14, 15, 16, 17, 31, 32, 33, 255, 256,
        Order - 17, Order - 16, Order - 15, Order - 2, Order - 1, Order, Order + 1, Order + 2, Order + 15, Order + 16, Order + 17,
        Felt.Modulus - 1, Felt.Modulus - 2, (Order - 1) / 2, (Order + 1) / 2, (2 * Order) % Felt.Modulus,
        (BigInteger.One << 251) - 1, BigInteger.One << 251, (BigInteger.One << 248) + 1,
        (BigInteger.One << 252) / 3 % Felt.Modulus, (BigInteger.One << 252) / 15 % Felt.Modulus,
    ];

    [Fact]
    public void PairsOfEdgeFactorsAgree()
    {
        AffinePoint p = StarkCurve.PublicPoint(5UL);
        AffinePoint q = StarkCurve.PublicPoint(77UL);
        int next = 1;
        foreach (BigInteger factor in Factors)
        {
            CheckPair(p, factor, q, Factors[next++ % Factors.Length]);
            CheckPair(p, factor, p, factor);
            CheckPair(p, factor, -p, Factors[next++ % Factors.Length]);
            CheckPair(StarkCurve.Generator, Factors[next++ % Factors.Length], p, factor);
            CheckPair(AffinePoint.Infinity, factor, q, 3);
            CheckPair(p, factor, AffinePoint.Infinity, factor);
        }
    }

    [Fact]
    public void RandomPairsAgreeInLanesToo()
    {
        Random random = new(20261129);
        for (int i = 0; i < 200; i++)
        {
            AffinePoint p = Multiple(StarkCurve.Generator, Next(random));
            AffinePoint q = Multiple(StarkCurve.Generator, Next(random));
            (BigInteger a, BigInteger b) = (Next(random), Next(random));
            CheckPair(p, a, q, b);
            if (FeltLanes.IsSupported)
            {
                Assert.True(TwoMultiples.TryMultiply(
                    p, Felt.FromBigInteger(a), q, Felt.FromBigInteger(b), out JacobianPoint first, out JacobianPoint second));
                Assert.Equal(StarkCurve.Multiply(p, Felt.FromBigInteger(a)).ToAffine(), first.ToAffine());
                Assert.Equal(StarkCurve.Multiply(q, Felt.FromBigInteger(b)).ToAffine(), second.ToAffine());
            }
        }
    }

    [Fact]
    public void LanesSayWherePointsMeet()
    {
        if (!FeltLanes.IsSupported)
        {
            Assert.False(Avx512F.IsSupported);
            return;
        }

        AffinePoint p = StarkCurve.PublicPoint(11UL);
        Felt factor = Felt.FromBigInteger(Order);
        Assert.False(TwoMultiples.TryMultiply(p, factor, StarkCurve.Generator, 5UL, out _, out _));
        Assert.False(TwoMultiples.TryMultiply(StarkCurve.Generator, 5UL, p, factor, out _, out _));
        Assert.True(TwoMultiples.TryMultiply(p, 5UL, p, 5UL, out _, out _));
    }

    [Fact]
    public void SumsInLanesAreSumsOrHaveNoDenominator()
    {
        if (!FeltLanes.IsSupported)
        {
            Assert.False(Avx512F.IsSupported);
            return;
        }

        AffinePoint g = StarkCurve.Generator;
        AffinePoint[] starts = [g, g, g, g, Multiple(g, 5), Multiple(g, 6), -g, Multiple(g, 7)];

        // Lane 0 meets the same point, lane 1 the opposite one, lane 2 adds nothing first, lane 3 meets -(start + first).
        AffinePoint[] firsts = [g, -g, Multiple(g, 9), Multiple(g, 2), Multiple(g, 3), -Multiple(g, 3), Multiple(g, 8), Multiple(g, 10)];
        AffinePoint[] seconds = [g, g, g + g, -Multiple(g, 3), -Multiple(g, 2), Multiple(g, 4), Multiple(g, 6), Multiple(g, 20)];
        Vector512<long> all = Vector512<long>.AllBitsSet;
        Vector512<long> negative = Vector512.Create(0L, 0, 0, 0, 0, 0, -1, 0);
        FeltLanes.Load([.. starts.Select(p => p.X)], [0, 1, 2, 3, 4, 5, 6, 7], out FeltLanes startX);
        FeltLanes.Load([.. starts.Select(p => p.Y)], [0, 1, 2, 3, 4, 5, 6, 7], out FeltLanes startY);
        PointLanes lanes = default;
        lanes.Load(Coordinates(firsts), [0, 2, 4, 6, 8, 10, 12, 14], negative);
        lanes.Start(startX, startY, Vector512.Create(-1L, -1, 0, -1, -1, -1, -1, -1));
        lanes.Load(Coordinates(seconds), [0, 2, 4, 6, 8, 10, 12, 14], Vector512<long>.Zero);
        lanes.Add(Vector512.Create(-1L, -1, -1, -1, -1, 0, -1, -1));
        AffinePoint?[] expected =
            [null, null, Multiple(g, 3), null, Multiple(g, 6), Multiple(g, 3), -Multiple(g, 3), Multiple(g, 37)];
        Assert.Equal(expected, Points(lanes));

        // Nothing that is added gives a denominator back.
        lanes.Load(Coordinates([.. Enumerable.Repeat(Multiple(g, 100), 8)]), [0, 2, 4, 6, 8, 10, 12, 14], Vector512<long>.Zero);
        lanes.Add(all);
        expected = [.. expected.Select(p => p + Multiple(g, 100))];
        Assert.Equal(expected, Points(lanes));
        lanes.AddOtherHalf();
        AffinePoint? third = Multiple(g, 103) + Multiple(g, 97);
        Assert.Equal([null, null, third, null, null, null, third, null], Points(lanes));
    }

    [Fact]
    public void MultiplesOfATableAreRepeatedSums()
    {
        AffinePoint p = StarkCurve.PublicPoint(1234567UL);
        foreach (int count in new[] { 0, 1, 2, 3, 4, 5, 7, 8, 9, 33, 100 })
        {
            AffinePoint[] multiples = new AffinePoint[count];
            AffineMultiples.Write(p, multiples);
            AffinePoint sum = AffinePoint.Infinity;
            foreach (AffinePoint multiple in multiples)
            {
                sum += p;
                Assert.Equal(sum, multiple);
            }
        }
    }

    [Fact]
    public void TablesAddToSumsThatMeetTheirPoints()
    {
        FixedBaseTable table = new(StarkCurve.Generator, 252, 3);
        foreach (BigInteger factor in Factors)
        {
            BigInteger scalar = factor % (BigInteger.One << 252);
            foreach (BigInteger start in new[] { -scalar, -(scalar & 7), scalar & 7, -(scalar & 511), scalar & 63, BigInteger.One })
            {
                JacobianPoint sum = new(Multiple(StarkCurve.Generator, ((start % Order) + Order) % Order));
                table.Accumulate(ref sum, Felt.FromBigInteger(scalar));
                Assert.Equal(Multiple(StarkCurve.Generator, (((start + scalar) % Order) + Order) % Order), sum.ToAffine());
                Assert.Equal(sum.ToAffine().X, sum.AffineX());
            }
        }
    }

    [Fact]
    public void SubtractingIsAddingTheOpposite()
    {
        AffinePoint[] points = [AffinePoint.Infinity, StarkCurve.Generator, -StarkCurve.Generator, Multiple(StarkCurve.Generator, 2)];
        foreach (AffinePoint left in points)
        {
            foreach (AffinePoint right in points)
            {
                JacobianPoint difference = StarkCurve.Multiply(left, 3UL);
                difference.Add(left);
                difference.Subtract(right);
                Assert.Equal(left + left + left + left + -right, difference.ToAffine());
            }
        }
    }

    private static void CheckPair(AffinePoint p, BigInteger a, AffinePoint q, BigInteger b)
    {
        StarkCurve.MultiplyTwo(p, Felt.FromBigInteger(a), q, Felt.FromBigInteger(b), out AffinePoint first, out AffinePoint second);
        Assert.True(Multiple(p, a) == first && Multiple(q, b) == second, $"{a} times {p}, {b} times {q}: got {first} and {second}");
    }

    private static AffinePoint?[] Points(in PointLanes lanes)
    {
        Felt[] xs = new Felt[8];
        Felt[] ys = new Felt[8];
        Felt[] zs = new Felt[8];
        lanes.Store(xs, ys, zs);
        return [.. Enumerable.Range(0, 8).Select(Point)];

        AffinePoint? Point(int lane) => zs[lane].IsZero ? null : new JacobianPoint(xs[lane], ys[lane], zs[lane]).ToAffine();
    }

    private static Felt[] Coordinates(AffinePoint[] points) =>
        [.. points.SelectMany(p => new[] { p.X * FeltLanes.Scale, p.Y * FeltLanes.Scale })];

    // By affine sums alone.
    private static AffinePoint Multiple(AffinePoint point, BigInteger factor)
    {
        AffinePoint sum = AffinePoint.Infinity;
        for (int bit = (int)factor.GetBitLength() - 1; bit >= 0; bit--)
        {
            sum += sum;
            sum = ((factor >> bit) & 1).IsZero ? sum : sum + point;
        }

        return sum;
    }

    private static BigInteger Next(Random random)
    {
        byte[] bytes = new byte[32];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) % Felt.Modulus;
    }
}
