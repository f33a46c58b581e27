using System;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Kraken.Fields;
using Xunit;

namespace Kraken.Curves.Tests;

/// <summary>The group law and scalar multiplication of the Stark curve.</summary>
public sealed class StarkCurveTests
{
    private static readonly Gen<Felt> Scalars = Gen.Frequency(
        (8, Gen.Choose(0, 255).ArrayOf(32).Select(b => Felt.FromBytesBigEndianReduced(Array.ConvertAll(b, x => (byte)x)))),
        (1, Gen.Choose(0, 300).Select(v => (Felt)v)),
        (1, Gen.Choose(0, 251).Select(e => Felt.FromBigInteger((BigInteger.One << e) - 1))));

    private static readonly Gen<AffinePoint> Points = Scalars.Select(s => StarkCurve.MultiplyGenerator(s).ToAffine());

    [Fact]
    public void TheGeneratorHasThePublishedOrder()
    {
        Assert.True(StarkCurve.Contains(StarkCurve.Generator));
        Assert.True(StarkCurve.MultiplyGenerator(Felt.FromBigInteger(StarkCurve.Order)).IsInfinity);
        Assert.True(StarkCurve.Multiply(StarkCurve.Generator, Felt.FromBigInteger(StarkCurve.Order)).IsInfinity);
        Assert.Equal(
            -StarkCurve.Generator, StarkCurve.Multiply(StarkCurve.Generator, Felt.FromBigInteger(StarkCurve.Order - 1)).ToAffine());
    }

    [Fact]
    public void AdditionIsACommutativeGroupOnTheCurve() =>
        Prop.ForAll(Points.Three().ToArbitrary(), t =>
        {
            (AffinePoint a, AffinePoint b, AffinePoint c) = t;
            return StarkCurve.Contains(a + b)
                && a + b == b + a
                && a + b + c == a + (b + c)
                && a + AffinePoint.Infinity == a
                && (a - a).IsInfinity
                && a + a == new JacobianPoint(a).Double().ToAffine();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void JacobianSumsAgreeWithAffineOnes() =>
        Prop.ForAll(Points.Two().ToArbitrary(), Scalars.ToArbitrary(), (pair, s) =>
        {
            (AffinePoint a, AffinePoint b) = pair;
            JacobianPoint left = StarkCurve.Multiply(a, s);
            JacobianPoint right = StarkCurve.Multiply(b, s);
            return (left + right).ToAffine() == StarkCurve.Multiply(a + b, s).ToAffine()
                && (left + -left).IsInfinity
                && (left + left).ToAffine() == left.Double().ToAffine();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void TableWindowAndDoublingMethodsAgree() =>
        Prop.ForAll(Scalars.ToArbitrary(), scalar =>
        {
            AffinePoint expected = DoubleAndAdd(StarkCurve.Generator, scalar.ToBigInteger());
            return StarkCurve.MultiplyGenerator(scalar).ToAffine() == expected
                && StarkCurve.Multiply(StarkCurve.Generator, scalar).ToAffine() == expected;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ATableReadsOnlyItsBitsFromTheOffset()
    {
        FixedBaseTable table = new(StarkCurve.Generator, 4, 3);
        for (ulong value = 0; value < 16; value++)
        {
            JacobianPoint sum = default;
            table.Accumulate(ref sum, [ulong.MaxValue, 0, 0, (value << 56) | 0xff], 248);
            Assert.Equal(DoubleAndAdd(StarkCurve.Generator, value), sum.ToAffine());
        }
    }

    [Fact]
    public void PointFromXGivesTheSmallerY() =>
        Prop.ForAll(Points.Where(p => !p.IsInfinity).ToArbitrary(), point =>
            StarkCurve.TryPointFromX(point.X, out AffinePoint found)
            && (found == point || found == -point) && found.Y < -found.Y).QuickCheckThrowOnFailure();

    [Fact]
    public void SomeXHaveNoPoint() => Assert.False(StarkCurve.TryPointFromX(0UL, out _));

    private static AffinePoint DoubleAndAdd(AffinePoint point, BigInteger scalar)
    {
        AffinePoint sum = default;
        for (long bit = (long)scalar.GetBitLength() - 1; bit >= 0; bit--)
        {
            sum += sum;
            if (!((scalar >> (int)bit) & 1).IsZero)
            {
                sum += point;
            }
        }

        return sum;
    }
}
