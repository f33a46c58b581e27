using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Kraken.Fields;

/// <content>Montgomery multiplication and what is built from it: powers, inverses.</content>
public readonly partial struct Felt
{
    // 2^768 mod P in plain limbs: turns the plain inverse of a Montgomery form into the Montgomery form of the inverse.
    private static readonly Felt MontgomeryCube = MontgomerySquare * MontgomerySquare;

    private static readonly ModularInverse Inverter = new(1, 0, 0, TopModulusLimb);

    /// <summary>value^2.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public Felt Square()
    {
        SquareInlined(this, out Felt square);
        return square;
    }

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

        Inverter.Invert(l0, l1, l2, l3, out ulong r0, out ulong r1, out ulong r2, out ulong r3);
        return new Felt(r0, r1, r2, r3) * MontgomeryCube;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyInlined(in Felt left, in Felt right, out Felt product)
    {
        MultiplyUnreduced(left, right, out Felt unreduced);
        ReduceRarely(unreduced.l0, unreduced.l1, unreduced.l2, unreduced.l3, out product);
    }

    /// <summary>The product, at most P + left * right / 2^256, of two values that may be any below 2^256.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyUnreduced(in Felt left, in Felt right, out Felt product)
    {
        WideProduct(
            left, right, out ulong t0, out ulong t1, out ulong t2, out ulong t3,
            out ulong t4, out ulong t5, out ulong t6, out ulong t7);
        MontgomeryReduce(t0, t1, t2, t3, t4, t5, t6, t7, out ulong r0, out ulong r1, out ulong r2, out ulong r3);
        product = new(r0, r1, r2, r3);
    }

    /// <summary>The product of the Montgomery forms as integers.</summary>
    /// <remarks>Carries are compared out of 64-bit sums: UInt128 arithmetic costs five times as much.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WideProduct(
        in Felt left,
        in Felt right,
        out ulong t0,
        out ulong t1,
        out ulong t2,
        out ulong t3,
        out ulong t4,
        out ulong t5,
        out ulong t6,
        out ulong t7)
    {
        ulong b0 = right.l0, b1 = right.l1, b2 = right.l2, b3 = right.l3;
        ulong x = left.l0;
        t0 = MultiplyAdd(x, b0, 0, 0, out ulong c);
        t1 = MultiplyAdd(x, b1, c, 0, out c);
        t2 = MultiplyAdd(x, b2, c, 0, out c);
        t3 = MultiplyAdd(x, b3, c, 0, out t4);
        x = left.l1;
        t1 = MultiplyAdd(x, b0, t1, 0, out c);
        t2 = MultiplyAdd(x, b1, t2, c, out c);
        t3 = MultiplyAdd(x, b2, t3, c, out c);
        t4 = MultiplyAdd(x, b3, t4, c, out t5);
        x = left.l2;
        t2 = MultiplyAdd(x, b0, t2, 0, out c);
        t3 = MultiplyAdd(x, b1, t3, c, out c);
        t4 = MultiplyAdd(x, b2, t4, c, out c);
        t5 = MultiplyAdd(x, b3, t5, c, out t6);
        x = left.l3;
        t3 = MultiplyAdd(x, b0, t3, 0, out c);
        t4 = MultiplyAdd(x, b1, t4, c, out c);
        t5 = MultiplyAdd(x, b2, t5, c, out c);
        t6 = MultiplyAdd(x, b3, t6, c, out t7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SquareInlined(in Felt value, out Felt square)
    {
        SquareUnreduced(value, out ulong r0, out ulong r1, out ulong r2, out ulong r3);
        ReduceRarely(r0, r1, r2, r3, out square);
    }

    /// <summary>The square, below P + value^2 / 2^256, of a value that may be any below 2^256.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SquareUnreduced(in Felt value, out ulong r0, out ulong r1, out ulong r2, out ulong r3)
    {
        ulong a0 = value.l0, a1 = value.l1, a2 = value.l2, a3 = value.l3;
        ulong t1 = MultiplyAdd(a0, a1, 0, 0, out ulong c);
        ulong t2 = MultiplyAdd(a0, a2, c, 0, out c);
        ulong t3 = MultiplyAdd(a0, a3, c, 0, out ulong t4);
        t3 = MultiplyAdd(a1, a2, t3, 0, out c);
        t4 = MultiplyAdd(a1, a3, t4, c, out ulong t5);
        t5 = MultiplyAdd(a2, a3, t5, 0, out ulong t6);

        // Twice the mixed products, then the squares of the limbs.
        ulong t7 = t6 >> 63;
        t6 = (t6 << 1) | (t5 >> 63);
        t5 = (t5 << 1) | (t4 >> 63);
        t4 = (t4 << 1) | (t3 >> 63);
        t3 = (t3 << 1) | (t2 >> 63);
        t2 = (t2 << 1) | (t1 >> 63);
        t1 <<= 1;
        ulong t0 = MultiplyAdd(a0, a0, 0, 0, out c);
        t1 += c;
        ulong carry = t1 < c ? 1UL : 0UL;
        t2 = MultiplyAdd(a1, a1, t2, carry, out c);
        t3 += c;
        carry = t3 < c ? 1UL : 0UL;
        t4 = MultiplyAdd(a2, a2, t4, carry, out c);
        t5 += c;
        carry = t5 < c ? 1UL : 0UL;
        t6 = MultiplyAdd(a3, a3, t6, carry, out c);
        MontgomeryReduce(t0, t1, t2, t3, t4, t5, t6, t7 + c, out r0, out r1, out r2, out r3);
    }

    /// <summary>
    /// t / 2^256 modulo P. As P = 1 + top*2^192, adding m P with m = -t mod 2^192 clears three limbs at once: only m * top is to be
    /// added above them, and a carry of one when they were not all zero.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MontgomeryReduce(
        ulong t0,
        ulong t1,
        ulong t2,
        ulong t3,
        ulong t4,
        ulong t5,
        ulong t6,
        ulong t7,
        out ulong r0,
        out ulong r1,
        out ulong r2,
        out ulong r3)
    {
        // -t mod 2^192 is one more than the complement of t. That one times top goes with the first product, and the limbs below give
        // a carry of exactly one.
        t3 = MultiplyAdd(~t0, TopModulusLimb, t3, TopModulusLimb + 1, out ulong c);

        // The same for the fourth limb, whose carry of one joins the limb above.
        ulong m3 = ~t3;
        r0 = MultiplyAdd(~t1, TopModulusLimb, t4, c + 1, out c);
        r1 = MultiplyAdd(~t2, TopModulusLimb, t5, c, out c);
        t6 += c;
        t7 += t6 < c ? 1UL : 0UL;
        r2 = MultiplyAdd(m3, TopModulusLimb, t6, TopModulusLimb, out c);
        r3 = t7 + c;
    }

    /// <summary>Maps [0, 2P) to [0, P), for values that are mostly below P.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReduceRarely(ulong r0, ulong r1, ulong r2, ulong r3, out Felt result)
    {
        // A product of factors below P is below P + P / 32, so it is reduced already but for one time in some fifty: here a branch is
        // right.
        if (r3 < TopModulusLimb)
        {
            result = new(r0, r1, r2, r3);
        }
        else
        {
            ReduceOnce(r0, r1, r2, r3, out result);
        }
    }

    /// <summary>x * y + addend + carry, which fits 128 bits; returns the low half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MultiplyAdd(ulong x, ulong y, ulong addend, ulong carry, out ulong high)
    {
        // Two multiplications: the one that gives both halves gives the low one through memory.
        ulong low = x * y;
        ulong h = Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(x, y) : Math.BigMul(x, y, out _);
        low += addend;
        ulong next = h + 1;
        h = low < addend ? next : h;
        low += carry;
        next = h + 1;
        high = low < carry ? next : h;
        return low;
    }
}
