using System;
using System.Numerics;
using Kraken.Fields;
using Xunit;

namespace Kraken.Curves.Tests;

/// <summary>Multiples by a comb, one and two at a time, against those by windows, with factors whose columns meet.</summary>
public sealed class CombTableTests
{
    private static readonly BigInteger Order = StarkCurve.Order;

    [Fact]
    public void EdgeFactorsAgree()
    {
        AffinePoint point = StarkCurve.PublicPoint(77UL);
        CombTable table = new(point);
        BigInteger last = 0;
        foreach (BigInteger factor in new[]
        {
            0, 1, 2, 3, 4, Order - 2, Order - 1, Order, Order + 1, Order + 2, Felt.Modulus - 1, Felt.Modulus - 2, (Order - 1) / 2,
            (Order + 1) / 2, (BigInteger.One << 251) - 1, BigInteger.One << 251, BigInteger.One << 210, (BigInteger.One << 42) - 1,
            ((BigInteger.One << 252) - 1) / ((BigInteger.One << 42) - 1), Order - (BigInteger.One << 42), BigInteger.One << 126,
        })
        {
            Check(table, factor, last);
            Check(table, last, factor);
            Check(table, factor, factor);
            last = factor;
        }
    }

    [Fact]
    public void RandomPointsAndFactorsAgree()
    {
        Random random = new(20261129);
        for (int i = 0; i < 60; i++)
        {
            CombTable table = new(StarkCurve.PublicPoint((Felt)(ulong)random.NextInt64(1, long.MaxValue)));
            for (int j = 0; j < 4; j++)
            {
                Check(table, Next(random), Next(random));
            }
        }
    }

    [Fact]
    public void APointAndItsOppositeHaveTablesOfTheirOwn()
    {
        AffinePoint point = StarkCurve.PublicPoint(5UL);
        Assert.Equal(point, CombTable.Of(point).Point);
        Assert.Equal(-point, CombTable.Of(-point).Point);
        Assert.Equal(point, CombTable.Of(point).Multiply(1UL).ToAffine());
    }

    private static BigInteger Next(Random random)
    {
        byte[] bytes = new byte[32];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) % Felt.Modulus;
    }

    private static void Check(CombTable table, BigInteger first, BigInteger second)
    {
        AffinePoint expectedFirst = StarkCurve.Multiply(table.Point, Felt.FromBigInteger(first)).ToAffine();
        AffinePoint expectedSecond = StarkCurve.Multiply(table.Point, Felt.FromBigInteger(second)).ToAffine();
        Assert.Equal(expectedFirst, table.Multiply(Felt.FromBigInteger(first)).ToAffine());
        table.MultiplyTwo(
            Felt.FromBigInteger(first), Felt.FromBigInteger(second), out JacobianPoint firstMultiple, out JacobianPoint secondMultiple);
        Assert.Equal(expectedFirst, firstMultiple.ToAffine());
        Assert.Equal(expectedSecond, secondMultiple.ToAffine());
    }
}
