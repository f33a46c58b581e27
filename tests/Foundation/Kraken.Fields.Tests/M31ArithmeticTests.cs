using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Xunit;

namespace Kraken.Fields.Tests;

/// <summary>M31 and its extensions against integers and against the defining relations i*i = -1 and u*u = 2 + i.</summary>
public sealed class M31ArithmeticTests
{
    private const uint P = M31.Modulus;

    private static readonly uint[] Edges = [0, 1, 2, 3, 46_340, 46_341, 65_535, 65_536, 1 << 30, (1 << 30) + 1, P / 2, (P / 2) + 1, P - 2,
        P - 1];

    [Fact]
    public void ArithmeticIsThatOfIntegersModuloThePrime()
    {
        foreach (uint a in Edges)
        {
            foreach (uint b in Edges)
            {
                (M31 x, M31 y) = (M31.FromCanonical(a), M31.FromCanonical(b));
                Assert.Equal(((ulong)a + b) % P, (x + y).Value);
                Assert.Equal(((ulong)a + P - b) % P, (x - y).Value);
                Assert.Equal((ulong)a * b % P, (x * y).Value);
                Assert.Equal(a == b, x == y);
            }

            Assert.Equal((P - a) % P, (-M31.FromCanonical(a)).Value);
        }
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(P - 1UL)]
    [InlineData((ulong)P)]
    [InlineData(P + 1UL)]
    [InlineData(2UL * P)]
    [InlineData(uint.MaxValue)]
    [InlineData((ulong)P * P)]
    [InlineData(((ulong)P * P) + P)]
    [InlineData(1UL << 62)]
    [InlineData((1UL << 62) - 1)]
    public void IntegersAreReduced(ulong value)
    {
        Assert.Equal(value % P, M31.Reduce(value).Value);
        if (value <= uint.MaxValue)
        {
            Assert.Equal(value % P, M31.Reduce((uint)value).Value);
        }
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    [InlineData(-(long)P)]
    [InlineData((long)P)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void SignedIntegersAreReducedToTheirResidue(long value) =>
        Assert.Equal((uint)(((value % (long)P) + P) % P), M31.FromInt64(value).Value);

    [Fact]
    public void PowersAreThoseOfIntegers()
    {
        foreach (uint a in Edges)
        {
            foreach (ulong exponent in (ulong[])[0, 1, 2, 3, 31, P - 2, P - 1, P])
            {
                Assert.Equal(BigInteger.ModPow(a, exponent, P), M31.FromCanonical(a).Pow(exponent).Value);
            }
        }
    }

    [Fact]
    public void TheSquareOfIIsMinusOneAndOfUIsTwoPlusI()
    {
        CM31 i = new(M31.Zero, M31.One);
        Assert.Equal(new CM31(-M31.One, M31.Zero), i * i);
        QM31 u = new(M31.Zero, M31.Zero, M31.One, M31.Zero);
        Assert.Equal(new QM31((M31)2, M31.One, M31.Zero, M31.Zero), u * u);
    }

    [Fact]
    public void ProductsOfTheExtensionFollowItsRelations()
    {
        Random random = new(31);
        for (int round = 0; round < 500; round++)
        {
            uint[] a = Coordinates(random);
            uint[] b = Coordinates(random);
            BigInteger[] expected = Product(a, b);
            QM31 product = Element(a) * Element(b);
            Assert.Equal(expected, Enumerable.Range(0, 4).Select(k => (BigInteger)product[k].Value));
            if (a.Any(c => c != 0))
            {
                Assert.Equal(QM31.One, Element(a) * Element(a).Inverse());
            }
        }
    }

    private static uint[] Coordinates(Random random) =>
        [.. Enumerable.Range(0, 4).Select(_ => random.Next(3) == 0 ? Edges[random.Next(Edges.Length)] : (uint)random.Next((int)P))];

    private static QM31 Element(uint[] c) =>
        new(M31.FromCanonical(c[0]), M31.FromCanonical(c[1]), M31.FromCanonical(c[2]), M31.FromCanonical(c[3]));

    // (a0 + a1 i) + (a2 + a3 i) u, multiplied out with i*i = -1 and u*u = 2 + i.
    private static BigInteger[] Product(uint[] a, uint[] b)
    {
        BigInteger[] result = new BigInteger[4];
        for (int j = 0; j < 4; j++)
        {
            for (int k = 0; k < 4; k++)
            {
                BigInteger coefficient = (BigInteger)a[j] * b[k];
                foreach ((int place, int factor) in Basis(j, k))
                {
                    result[place] += coefficient * factor;
                }
            }
        }

        return [.. result.Select(c => ((c % P) + P) % P)];
    }

    private static IEnumerable<(int Place, int Factor)> Basis(int j, int k)
    {
        (int iPower, int uPower) = ((j & 1) + (k & 1), (j >> 1) + (k >> 1));
        IEnumerable<(int IPower, int Factor)> terms = uPower == 2 ? [(iPower, 2), (iPower + 1, 1)] : [(iPower, 1)];
        return terms.Select(term => ((term.IPower % 2) + (uPower == 1 ? 2 : 0), term.Factor * (term.IPower >= 2 ? -1 : 1)));
    }
}
