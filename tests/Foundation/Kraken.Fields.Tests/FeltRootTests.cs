using System;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Kraken.Fields.Tests;

/// <summary>Inverses and square roots of the Stark field.</summary>
public sealed class FeltRootTests
{
    [Fact]
    public void InverseIsFermatsPower() =>
        Prop.ForAll(FieldGenerators.Felt.ToArbitrary(), x =>
            x.IsZero || x.Inverse()
                .ToBigInteger() == BigInteger.ModPow(x.ToBigInteger(), Felt.Modulus - 2, Felt.Modulus)).QuickCheckThrowOnFailure();

    [Fact]
    public void SquaresHaveTheSmallerRoot() =>
        Prop.ForAll(FieldGenerators.Felt.ToArbitrary(), x =>
            x.Square().TrySqrt(out Felt root) && (root == x || root == -x) && root <= -root | root.IsZero).QuickCheckThrowOnFailure();

    [Fact]
    public void ARootExistsExactlyWhenEulersCriterionSaysSo() =>
        Prop.ForAll(FieldGenerators.Felt.ToArbitrary(), x =>
            x.TrySqrt(out Felt root) == (x.IsZero || x.Pow((Felt.Modulus - 1) / 2) == Felt.One)
            && (root.IsZero || root.Square() == x)).QuickCheckThrowOnFailure();

    [Fact]
    public void ModularInverseServesAnyOddModulus()
    {
        // The order of secp256k1, all 256 bits, and a small prime.
        BigInteger[] moduli =
            [BigInteger.Parse("115792089237316195423570985008687907852837564279074904382605163141518161494337", null), 1_000_003];
        foreach (BigInteger modulus in moduli)
        {
            ulong[] m = Limbs(modulus);
            ModularInverse inverter = new(m[0], m[1], m[2], m[3]);
            foreach (BigInteger x in new[] { BigInteger.One, 2, modulus - 1, modulus / 2, modulus / 3 })
            {
                ulong[] v = Limbs(x);
                inverter.Invert(v[0], v[1], v[2], v[3], out ulong r0, out ulong r1, out ulong r2, out ulong r3);
                BigInteger inverse = r0 + ((BigInteger)r1 << 64) + ((BigInteger)r2 << 128) + ((BigInteger)r3 << 192);
                Assert.Equal(BigInteger.One, inverse * x % modulus);
                Assert.True(inverse < modulus);
            }
        }

        Assert.Throws<ArgumentException>(() => new ModularInverse(2, 0, 0, 0));
    }

    private static ulong[] Limbs(BigInteger value) =>
        Array.ConvertAll([0, 64, 128, 192], shift => (ulong)((value >> shift) & ulong.MaxValue));
}
