using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using Xunit;

namespace Kraken.Fields.Tests;

/// <summary>Operations on Montgomery forms whose limbs are zeros and ones, where carries run on, against BigInteger arithmetic.</summary>
public sealed class MontgomeryFormTests
{
    private static readonly BigInteger P = Felt.Modulus;
    private static readonly BigInteger InverseR = BigInteger.ModPow(BigInteger.One << 256, P - 2, P);
    private static readonly ulong[] Limbs = [0, 1, ulong.MaxValue];
    private static readonly ulong[] TopLimbs = [0, 1, 0x07ff_ffff_ffff_ffff, 0x0800_0000_0000_0010, 0x0800_0000_0000_0011];

    [Fact]
    public void ProductsSumsAndDifferencesAgree()
    {
        BigInteger[] forms = [.. Forms(1)];
        foreach (BigInteger one in forms)
        {
            Felt x = FromForm(one);
            foreach (BigInteger other in forms)
            {
                Felt y = FromForm(other);
                AssertForm(one * other * InverseR, x * y);
                AssertForm(one + other, x + y);
                AssertForm(one - other, x - y);
                Felt.AddInlined(x, y, out Felt sum);
                AssertForm(one + other, sum);
                Felt.SubtractInlined(x, y, out Felt difference);
                AssertForm(one - other, difference);
                Felt own = x;
                Felt.AddInlined(own, y, out own);
                Felt.SubtractInlined(own, y, out own);
                Assert.Equal(x, own);
                Felt.Multiply(x, y, out Felt result);
                AssertForm(one * other * InverseR, result);
            }

            AssertForm(one * one * InverseR, x.Square());
            AssertForm(one * 2, x + x);
            if (!x.IsZero)
            {
                Assert.Equal(Felt.One, x * x.Inverse());
            }
        }
    }

    [Fact]
    public void RootsOfSquaresAgree()
    {
        foreach (BigInteger form in Forms(1))
        {
            Felt x = FromForm(form);
            Assert.True(x.Square().TrySqrt(out Felt root));
            Assert.Equal(x < -x ? x : -x, root);

            // 3 generates the multiplicative group, so it is no square.
            Assert.True(x.IsZero || !(x.Square() * 3UL).TrySqrt(out _));
        }
    }

    [Fact]
    public void PartialRoundsAgreeAtTheEndsOfTheirRange()
    {
        BigInteger key = P - 5;
        foreach (BigInteger form in Forms(5))
        {
            foreach (BigInteger other in Forms(2).Where((_, i) => i % 7 == 0))
            {
                (Felt s, Felt u, Felt v) = (FromForm(form), FromForm(other), FromForm(other));
                BigInteger cube = form * form * form * InverseR * InverseR;
                BigInteger next = other + cube;
                Felt.HadesPartialRound(ref s, ref u, ref v, FromForm(key + P));
                AssertUnreduced(other - cube, s, 54);
                AssertUnreduced(next, u, 34);
                AssertUnreduced((2 * next) + (4 * other) + key, v, 20);
            }
        }
    }

    [Fact]
    public void ABorrowRunsOnThroughLimbsThatAreTheSame()
    {
        // 3 is prime to P - 1, so every element is a cube; s is chosen such that the round subtracts a form close above u.
        BigInteger root = ((2 * (P - 1)) + 1) / 3;
        Assert.Equal(BigInteger.One, 3 * root % (P - 1));
        Random random = new(20261129);
        byte[] bytes = new byte[31];
        for (int i = 0; i < 200; i++)
        {
            random.NextBytes(bytes);
            BigInteger cube = new BigInteger(bytes, isUnsigned: true) + (BigInteger.One << 64);
            Felt s = FromForm(cube).Pow(root);
            BigInteger limb = BigInteger.One << 64;
            foreach (BigInteger distance in new[] { 0, 1, 2, 3, 5, limb >> 1, limb + 5, (limb * limb) + 5 })
            {
                (Felt next, Felt u, Felt v) = (s, FromForm(cube - (cube > distance ? distance : 0)), Felt.One);
                BigInteger difference = Form(u) - cube;
                Felt.HadesPartialRound(ref next, ref u, ref v, FromForm(P));
                AssertUnreduced(difference, next, 54);
            }
        }
    }

    [Fact]
    public void FullRoundsAgreeAtTheEndsOfTheirRange()
    {
        BigInteger[] forms = [.. Forms(2)];
        for (int i = 0; i < forms.Length; i++)
        {
            BigInteger a = forms[i];
            BigInteger b = forms[(i * 7 + 3) % forms.Length];
            BigInteger c = forms[(i * 11 + 5) % forms.Length];
            BigInteger key = forms[(i * 5 + 1) % forms.Length] % P;
            (Felt x, Felt y, Felt z) = (FromForm(a), FromForm(b), FromForm(c));
            Felt.HadesFullRound(ref x, ref y, ref z, FromForm(key + P), FromForm(key + (3 * P)), FromForm(key + (4 * P)));
            (a, b, c) = (Cube(a), Cube(b), Cube(c));
            AssertUnreduced((3 * a) + b + c + key, x, 21);
            AssertUnreduced(a - b + c + key, y, 21);
            AssertUnreduced(a + b - (2 * c) + key, z, 21);
        }

        static BigInteger Cube(BigInteger form) => form * form * form * InverseR * InverseR;
    }

    [Theory]
    [InlineData("800000000000011000000000000000000000000000000000000000000000001")]
    [InlineData("800000000000010ffffffffffffffffb781126dcae7b2321e66a241adc64d2f")]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff43")]
    [InlineData("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")]
    [InlineData("10000000000000000000000000000000000000000000000000000000000000f")]
    public void InversesModuloOtherNumbersAgree(string digits)
    {
        BigInteger modulus = BigInteger.Parse("0" + digits, System.Globalization.NumberStyles.HexNumber, null);
        ModularInverse inverter = new(Limb(modulus, 0), Limb(modulus, 1), Limb(modulus, 2), Limb(modulus, 3));
        Random random = new(20261129);
        byte[] bytes = new byte[32];
        IEnumerable<BigInteger> values = Enumerable.Range(0, 256)
            .Select(i => BigInteger.One << i)
            .SelectMany(power => new[] { power, power - 1, modulus - power });
        values = values.Concat(Enumerable.Range(0, 300).Select(_ =>
        {
            random.NextBytes(bytes);
            return new BigInteger(bytes, isUnsigned: true);
        }));
        foreach (BigInteger value in values.Select(v => ((v % modulus) + modulus) % modulus))
        {
            if (BigInteger.GreatestCommonDivisor(value, modulus).IsOne)
            {
                inverter.Invert(
                    Limb(value, 0), Limb(value, 1), Limb(value, 2), Limb(value, 3), out ulong r0, out ulong r1, out ulong r2, out ulong r3);
                BigInteger inverse = r0 + ((BigInteger)r1 << 64) + ((BigInteger)r2 << 128) + ((BigInteger)r3 << 192);
                Assert.True(inverse < modulus && (inverse * value % modulus).IsOne, $"1 / {value} modulo {modulus}: got {inverse}");
            }
        }
    }

    // All patterns of limbs below the multiple of P, and those just below.
    private static IEnumerable<BigInteger> Forms(int multiple)
    {
        for (int m = 0; m < multiple; m++)
        {
            foreach (ulong top in TopLimbs)
            {
                BigInteger high = (BigInteger)(top + ((ulong)m * 0x0800_0000_0000_0011)) << 192;
                foreach (BigInteger form in
                    from a in Limbs from b in Limbs from c in Limbs select high + a + ((BigInteger)b << 64) + ((BigInteger)c << 128))
                {
                    if (form < multiple * P)
                    {
                        yield return form;
                    }
                }
            }
        }

        yield return (multiple * P) - 1;
        yield return (multiple * P) - 2;
    }

    private static ulong Limb(BigInteger value, int index) => (ulong)((value >> (64 * index)) & ulong.MaxValue);

    private static Felt FromForm(BigInteger form) =>
        MemoryMarshal.Read<Felt>(MemoryMarshal.AsBytes((ReadOnlySpan<ulong>)[Limb(form, 0), Limb(form, 1), Limb(form, 2), Limb(form, 3)]));

    private static BigInteger Form(Felt value)
    {
        Span<byte> bytes = stackalloc byte[32];
        MemoryMarshal.Write(bytes, value);
        return new BigInteger(bytes, isUnsigned: true);
    }

    private static void AssertForm(BigInteger expected, Felt actual) => Assert.Equal(((expected % P) + P) % P, Form(actual));

    private static void AssertUnreduced(BigInteger expected, Felt actual, int tenthsOfModulus)
    {
        BigInteger form = Form(actual);
        Assert.True(form * 10 < tenthsOfModulus * P, $"{form} is not below {tenthsOfModulus} / 10 of the modulus");
        Assert.Equal(((expected % P) + P) % P, form % P);
    }
}
