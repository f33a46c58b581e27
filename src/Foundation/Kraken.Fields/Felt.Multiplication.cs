using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kraken.Fields;

/// <content>Montgomery multiplication and what is built from it: powers, inverses.</content>
public readonly partial struct Felt
{
    // 2^768 mod P in plain limbs: turns the plain inverse of a Montgomery form into the Montgomery form of the inverse.
    private static readonly Felt montgomeryCube = MontgomeryMultiply(MontgomerySquare, MontgomerySquare);

    private static readonly ModularInverse inverter = new(1, 0, 0, TopModulusLimb);

    /// <summary>value^2.</summary>
    public Felt Square() => MontgomeryMultiply(this, this);

    /// <summary>Raises to a non-negative power.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The exponent is negative.</exception>
    public Felt Pow(BigInteger exponent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        Felt result = One;
        for (long bit = exponent.GetBitLength() - 1; bit >= 0; bit--)
        {
            result = result.Square();
            if (!((exponent >> (int)bit) & 1).IsZero)
            {
                result *= this;
            }
        }

        return result;
    }

    /// <inheritdoc/>
    public Felt Inverse()
    {
        if (IsZero)
        {
            throw new DivideByZeroException("Felt zero has no inverse");
        }

        inverter.Invert(l0, l1, l2, l3, out ulong r0, out ulong r1, out ulong r2, out ulong r3);
        return MontgomeryMultiply(new(r0, r1, r2, r3), montgomeryCube);
    }

    /// <summary>Montgomery product, CIOS. P = 1 + top*2^192 and -P^-1 = -1 mod 2^64, so each round needs one extra 64x64 product.</summary>
    /// <remarks>Carries are compared out of 64-bit sums: UInt128 arithmetic costs five times as much.</remarks>
    private static Felt MontgomeryMultiply(in Felt a, in Felt b)
    {
        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0;
        ulong b0 = b.l0, b1 = b.l1, b2 = b.l2, b3 = b.l3;
        Round(a.l0, b0, b1, b2, b3, ref t0, ref t1, ref t2, ref t3);
        Round(a.l1, b0, b1, b2, b3, ref t0, ref t1, ref t2, ref t3);
        Round(a.l2, b0, b1, b2, b3, ref t0, ref t1, ref t2, ref t3);
        Round(a.l3, b0, b1, b2, b3, ref t0, ref t1, ref t2, ref t3);
        return ReduceOnce(t0, t1, t2, t3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ulong x, ulong b0, ulong b1, ulong b2, ulong b3, ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3)
    {
        ulong low = MultiplyAdd(x, b0, t0, 0, out ulong c);
        ulong s1 = MultiplyAdd(x, b1, t1, c, out c);
        ulong s2 = MultiplyAdd(x, b2, t2, c, out c);
        ulong s3 = MultiplyAdd(x, b3, t3, c, out ulong s4);

        // m = -low; low + m is 0 with a carry unless low was 0.
        ulong m = 0 - low;
        ulong carry = low == 0 ? 0UL : 1UL;
        t0 = s1 + carry;
        carry = t0 < carry ? 1UL : 0UL;
        t1 = s2 + carry;
        carry = t1 < carry ? 1UL : 0UL;
        t2 = MultiplyAdd(m, TopModulusLimb, s3, carry, out ulong high);
        t3 = s4 + high;
    }

    /// <summary>x * y + addend + carry, which fits 128 bits; returns the low half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MultiplyAdd(ulong x, ulong y, ulong addend, ulong carry, out ulong high)
    {
        ulong h = Math.BigMul(x, y, out ulong low);
        low += addend;
        h += low < addend ? 1UL : 0UL;
        low += carry;
        high = h + (low < carry ? 1UL : 0UL);
        return low;
    }
}
