using System;
using System.Numerics;
using Xunit;

namespace Kraken.Fields.Tests;

/// <summary>The root is the one integer whose square is not above the value and whose successor's is.</summary>
public sealed class IntegerRootTests
{
    [Fact]
    public void SmallValuesAreRootedByTheLaw()
    {
        for (int value = 0; value <= 10_000; value++)
        {
            Check(value);
        }
    }

    /// <summary>
    /// Where Newton's first guess is farthest off and where it is met at once: powers of two, squares and their neighbours.
    /// </summary>
    [Fact]
    public void BordersAreRootedByTheLaw()
    {
        for (int bits = 1; bits <= 520; bits++)
        {
            BigInteger power = BigInteger.One << bits;
            foreach (int offset in (int[])[-1, 0, 1])
            {
                Check(power + offset);
                Check(((power - 1) * (power - 1)) + offset);
                Check((power * power) + offset);
            }
        }
    }

    [Fact]
    public void RandomSquaresHaveTheirRoots()
    {
        Random random = new(1);
        byte[] bytes = new byte[40];
        for (int i = 0; i < 500; i++)
        {
            random.NextBytes(bytes);
            BigInteger root = new(bytes.AsSpan(0, 1 + (i % bytes.Length)), isUnsigned: true);
            Assert.Equal(root, IntegerRoot.Floor(root * root));
            Assert.Equal(root, IntegerRoot.Floor((root * root) + (2 * root)));
        }
    }

    [Fact]
    public void NegativeValuesAreRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => IntegerRoot.Floor(-1));

    private static void Check(BigInteger value)
    {
        if (value.Sign < 0)
        {
            return;
        }

        BigInteger root = IntegerRoot.Floor(value);
        Assert.True(root * root <= value && (root + 1) * (root + 1) > value, $"{value}: {root}");
    }
}
