using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Xunit;

namespace Kraken.Fields.Tests;

/// <summary>
/// The operations that are several in one against BigInteger arithmetic, with the Montgomery forms at the ends of their range.
/// </summary>
public sealed class FusedFeltTests
{
    private static readonly BigInteger P = Felt.Modulus;

    [Fact]
    public void FusedOperationsAgreeWithBigInteger()
    {
        foreach ((BigInteger a, BigInteger b, BigInteger c, BigInteger d) in Quadruples())
        {
            Felt x = Felt.FromBigInteger(a);
            Felt y = Felt.FromBigInteger(b);
            Felt z = Felt.FromBigInteger(c);
            Felt w = Felt.FromBigInteger(d);
            Felt.SubtractProducts(x, y, z, w, out Felt result);
            AssertIs((a * b) - (c * d), result);
            Felt.AddTriple(x, y, out result);
            AssertIs((3 * a) + b, result);
            Felt.SubtractAndTwice(x, y, z, out result);
            AssertIs(a - b - (2 * c), result);
            Felt.Halve(x, out result);
            AssertIs(a, result + result);
        }
    }

    [Fact]
    public void TheResultMayBeAnOperand()
    {
        foreach ((BigInteger a, BigInteger b, BigInteger c, BigInteger d) in Quadruples().Take(500))
        {
            for (int alias = 0; alias < 4; alias++)
            {
                Felt[] v = [Felt.FromBigInteger(a), Felt.FromBigInteger(b), Felt.FromBigInteger(c), Felt.FromBigInteger(d)];
                Felt.SubtractProducts(v[0], v[1], v[2], v[3], out v[alias]);
                AssertIs((a * b) - (c * d), v[alias]);
            }
        }
    }

    // All edges in the places of two, and random ones; an edge is one of the value or of its Montgomery form.
    private static IEnumerable<(BigInteger A, BigInteger B, BigInteger C, BigInteger D)> Quadruples()
    {
        BigInteger inverseR = BigInteger.ModPow(BigInteger.One << 256, P - 2, P);
        BigInteger high = BigInteger.One << 251;
        BigInteger[] forms = [0, 1, 2, P - 1, P - 2, P >> 1, (P >> 1) + 1, high, high - 1, (BigInteger.One << 192) - 1, ulong.MaxValue];
        BigInteger[] edges = [.. forms, .. forms.Select(f => f * inverseR % P)];
        Random random = new(20261128);
        foreach (BigInteger one in edges)
        {
            foreach (BigInteger other in edges)
            {
                yield return (one, other, other, one);
                yield return (one, other, one, other);
                yield return (one, one, other, other);
                yield return (Next(random), one, other, Next(random));
            }
        }

        for (int i = 0; i < 2000; i++)
        {
            yield return (Next(random), Next(random), Next(random), Next(random));
        }
    }

    private static BigInteger Next(Random random)
    {
        byte[] bytes = new byte[32];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) % P;
    }

    // Compares the Montgomery forms too: equality of elements is that of their forms, which have to be reduced.
    private static void AssertIs(BigInteger expected, Felt actual) => Assert.Equal(Felt.FromBigInteger(((expected % P) + P) % P), actual);
}
