using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Kraken.Fields.Packed;
using Xunit;

namespace Kraken.Fields.Tests;

/// <summary>Eight lanes against the scalar field, with as many units as the lanes' rules allow.</summary>
public sealed class FeltLanesTests
{
    private static readonly int[] InOrder = [0, 1, 2, 3, 4, 5, 6, 7];

    // Words of which all limbs are all ones, none, or one of the two in turn; they stand for their value times 2^-280.
    private static readonly BigInteger[] Patterns =
    [
        0,
        1,
        (BigInteger.One << 252) - 1,
        (BigInteger.One << 251) - 1,
        BigInteger.One << 251,
        Felt.Modulus,
        Felt.Modulus - 1,
        Felt.Modulus + 1,
        (2 * Felt.Modulus) - ((BigInteger.One << 193) * 17) - 3,
        Alternating(0),
        Alternating(1),
    ];

    [Fact]
    public void ProductsAgreeWithTheScalarField()
    {
        if (!HasLanes())
        {
            return;
        }

        foreach ((Felt[] a, Felt[] b) in Blocks(500))
        {
            FeltLanes.Load(a, InOrder, out FeltLanes x);
            FeltLanes.Load(b, InOrder, out FeltLanes y);
            FeltLanes.Multiply(x, y, out FeltLanes product);
            AssertIs(i => a[i] * b[i], product);
            FeltLanes.Square(x, out product);
            AssertIs(i => a[i].Square(), product);
            FeltLanes.Multiply(x, y, out x);
            AssertIs(i => a[i] * b[i], x);
            FeltLanes.Square(y, out y);
            AssertIs(i => b[i].Square(), y);
        }
    }

    [Fact]
    public void FactorsOfManyUnitsAgree()
    {
        if (!HasLanes())
        {
            return;
        }

        Felt scale = ((Felt)2UL).Pow(280).Inverse();
        foreach (BigInteger one in Patterns)
        {
            foreach (BigInteger other in Patterns)
            {
                FeltLanes x = FromWords(one);
                FeltLanes y = FromWords(other);
                Felt a = Felt.FromBigInteger(one) * scale;
                Felt b = Felt.FromBigInteger(other) * scale;
                foreach ((int m, int n) in new[] { (1, 7), (7, 1), (2, 6), (3, 4), (1, -7), (-2, 6), (3, -4), (-3, -4) })
                {
                    FeltLanes.Multiply(Times(x, m), Times(y, n), out FeltLanes product);
                    AssertIs(_ => a * m * b * n, product);
                }

                // Three units, of both signs.
                FeltLanes.Subtract(Times(x, 2), y, out FeltLanes difference);
                FeltLanes.Square(difference, out FeltLanes square);
                AssertIs(_ => ((a * 2) - b).Square(), square);
                FeltLanes.Square(Times(x, -3), out square);
                AssertIs(_ => (a * 3).Square(), square);
            }
        }
    }

    [Fact]
    public void SumsAreCarriedWhateverTheirSign()
    {
        if (!HasLanes())
        {
            return;
        }

        foreach ((Felt[] a, Felt[] b) in Blocks(100))
        {
            FeltLanes.Load(a, InOrder, out FeltLanes x);
            FeltLanes.Load(b, InOrder, out FeltLanes y);
            foreach (int m in new[] { -1000, -13, -1, 0, 1, 2, 13, 1 << 20 })
            {
                FeltLanes.Subtract(Times(x, m), Times(y, 3), out FeltLanes sum);
                FeltLanes.Carry(ref sum);
                AssertIs(i => (a[i] * m) - (b[i] * 3), sum);
                FeltLanes.MapCarried<FirstLessThree>(Times(x, m), y, y, out sum);
                AssertIs(i => (a[i] * m) - (b[i] * 3), sum);
                FeltLanes.Square(sum, out sum);
                AssertIs(i => ((a[i] * m) - (b[i] * 3)).Square(), sum);
            }
        }
    }

    [Fact]
    public void LanesAreMovedChosenAndNegated()
    {
        if (!HasLanes())
        {
            return;
        }

        Vector512<long> mask = Vector512.Create(-1L, 0, 0, -1, -1, 0, -1, 0);
        long[] order = [7, 7, 0, 3, 1, 2, 6, 4];
        foreach ((Felt[] a, Felt[] b) in Blocks(20))
        {
            FeltLanes.Load(a, InOrder, out FeltLanes x);
            FeltLanes.Load(b, [7, 6, 5, 4, 3, 2, 1, 0], out FeltLanes y);
            FeltLanes.Select(mask, x, y, out FeltLanes chosen);
            AssertIs(i => mask[i] != 0 ? a[i] : b[7 - i], chosen);
            FeltLanes.Permute(x, Vector512.Create<long>(order), out FeltLanes moved);
            AssertIs(i => a[order[i]], moved);
            FeltLanes.Negate(ref x, mask);
            AssertIs(i => mask[i] != 0 ? -a[i] : a[i], x);
            Felt[] scaled = [.. a.Select(value => value * FeltLanes.Scale)];
            FeltLanes.LoadScaled(scaled, InOrder, out x);
            AssertIs(i => a[i], x);
        }

        AssertIs(_ => Felt.MinusOne, FeltLanes.Broadcast(Felt.MinusOne));
        AssertIs(_ => Felt.One, FeltLanes.One);
    }

    // Without AVX-512 there are no lanes to test, and nobody may take them.
    private static bool HasLanes()
    {
        Assert.Equal(Avx512F.IsSupported, FeltLanes.IsSupported);
        return FeltLanes.IsSupported;
    }

    private static BigInteger Alternating(int first) =>
        Enumerable.Range(0, 9)
            .Where(limb => limb % 2 == first)
            .Aggregate(BigInteger.Zero, (sum, limb) => sum + (((BigInteger.One << 28) - 1) << (28 * limb)));

    private static FeltLanes FromWords(BigInteger integer)
    {
        ulong[] words = new ulong[4 * FeltLanes.Count];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = (ulong)((integer >> (64 * (i % 4))) & ulong.MaxValue);
        }

        FeltLanes.LoadScaled(MemoryMarshal.Cast<ulong, Felt>(words), InOrder, out FeltLanes lanes);
        return lanes;
    }

    private static FeltLanes Times(in FeltLanes value, int factor)
    {
        FeltLanes.Subtract(value, value, out FeltLanes sum);
        FeltLanes addend = value;
        for (int rest = Math.Abs(factor); rest != 0; rest >>= 1)
        {
            if ((rest & 1) != 0)
            {
                FeltLanes.Add(sum, addend, out sum);
            }

            FeltLanes.Add(addend, addend, out addend);
        }

        FeltLanes.Negate(ref sum, Vector512.Create(factor < 0 ? -1L : 0));
        return sum;
    }

    private static IEnumerable<(Felt[] A, Felt[] B)> Blocks(int count)
    {
        Felt half = Felt.FromBigInteger(Felt.Modulus >> 1);
        Felt[] edges = [Felt.Zero, Felt.One, Felt.MinusOne, 2UL, -(Felt)2UL, ulong.MaxValue, Felt.One / 2UL, half];
        Random random = new(20261129);
        for (int i = 0; i < count; i++)
        {
            yield return (Block(), Block());
        }

        Felt[] Block() =>
            [.. Enumerable.Range(0, FeltLanes.Count).Select(_ => random.Next(3) == 0 ? edges[random.Next(edges.Length)] : Next())];

        Felt Next()
        {
            byte[] bytes = new byte[32];
            random.NextBytes(bytes);
            return Felt.FromBytesBigEndianReduced(bytes);
        }
    }

    private static void AssertIs(Func<int, Felt> expected, in FeltLanes actual)
    {
        Felt[] stored = new Felt[FeltLanes.Count];
        actual.Store(stored);
        Assert.Equal([.. Enumerable.Range(0, FeltLanes.Count).Select(expected)], stored);
    }

    private readonly struct FirstLessThree : ILimbStep
    {
        public static Vector512<long> Invoke(Vector512<long> a, Vector512<long> b, Vector512<long> c) => a - b - b - c;
    }
}
