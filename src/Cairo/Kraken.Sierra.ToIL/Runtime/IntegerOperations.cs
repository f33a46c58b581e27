using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using Kraken.Fields;

namespace Kraken.Sierra.ToIL.Runtime;

/// <summary>What generated code does with wide integers.</summary>
internal static class IntegerOperations
{
    private const MethodImplOptions Once = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>The sum modulo 2^128.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static UInt128 Add(UInt128 left, UInt128 right) => unchecked(left + right);

    /// <summary>The difference modulo 2^128.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static UInt128 Subtract(UInt128 left, UInt128 right) => unchecked(left - right);

    /// <summary>The product modulo 2^128.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static UInt128 Multiply(UInt128 left, UInt128 right) => unchecked(left * right);

    /// <summary>Whether the first is the lesser.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool Less(UInt128 left, UInt128 right) => left < right;

    /// <summary>Whether the first is the lesser, both in two's complement.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool SignedLess(UInt128 left, UInt128 right) => (Int128)left < (Int128)right;

    /// <summary>Whether both are the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool AreEqual(UInt128 left, UInt128 right) => left == right;

    /// <summary>An unsigned integer of 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static UInt128 Widen(long value) => (ulong)value;

    /// <summary>A signed integer of 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static UInt128 WidenSigned(long value) => (UInt128)(Int128)value;

    /// <summary>The low 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Narrow(UInt128 value) => (long)(ulong)value;

    /// <summary>All bits that both have.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static UInt128 And(UInt128 left, UInt128 right) => left & right;

    /// <summary>All bits that one has and the other has not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static UInt128 Xor(UInt128 left, UInt128 right) => left ^ right;

    /// <summary>All bits that either has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static UInt128 Or(UInt128 left, UInt128 right) => left | right;

    /// <summary>The quotient.</summary>
    [MethodImpl(Once)]
    internal static UInt128 Divide(UInt128 left, UInt128 right) => left / right;

    /// <summary>What a division leaves.</summary>
    [MethodImpl(Once)]
    internal static UInt128 Remainder(UInt128 left, UInt128 right) => left % right;

    /// <summary>The product of two integers of 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static UInt128 WideMultiply(long left, long right)
    {
        ulong high = Math.BigMul((ulong)left, (ulong)right, out ulong low);
        return new UInt128(high, low);
    }

    /// <summary>The product of two signed integers of 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static UInt128 WideMultiplySigned(long left, long right) => (UInt128)((Int128)left * right);

    /// <summary>The high 128 bits of a product.</summary>
    [MethodImpl(Once)]
    internal static UInt128 MultiplyHigh(UInt128 left, UInt128 right)
    {
        ulong l0 = (ulong)left;
        ulong l1 = (ulong)(left >> 64);
        ulong r0 = (ulong)right;
        ulong r1 = (ulong)(right >> 64);
        ulong carry = Math.BigMul(l0, r0, out _);
        UInt128 middle = ((UInt128)l1 * r0) + carry;
        UInt128 other = ((UInt128)l0 * r1) + (ulong)middle;
        return ((UInt128)l1 * r1) + (middle >> 64) + (other >> 64);
    }

    /// <summary>The largest integer whose square is not larger.</summary>
    [MethodImpl(Once)]
    internal static UInt128 SquareRoot(UInt128 value)
    {
        if (value == 0)
        {
            return 0;
        }

        UInt128 guess = UInt128.One << ((129 - (int)UInt128.LeadingZeroCount(value)) / 2);
        while (true)
        {
            UInt128 next = (guess + (value / guess)) >> 1;
            if (next >= guess)
            {
                return guess;
            }

            guess = next;
        }
    }

    /// <summary>The bytes in the other order.</summary>
    [MethodImpl(Once)]
    internal static UInt128 ReverseBytes(UInt128 value) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);

    /// <summary>The quotient of integers of 256 bits; the high limb is given by reference.</summary>
    [MethodImpl(Once)]
    internal static UInt128 Divide256(
        UInt128 low, UInt128 high, UInt128 divisorLow, UInt128 divisorHigh,
        out UInt128 quotientHigh, out UInt128 remainderLow, out UInt128 remainderHigh)
    {
        if ((high | divisorHigh) == 0)
        {
            (UInt128 q, UInt128 r) = UInt128.DivRem(low, divisorLow);
            (quotientHigh, remainderLow, remainderHigh) = (0, r, 0);
            return q;
        }

        BigInteger quotient = BigInteger.DivRem(Join(low, high), Join(divisorLow, divisorHigh), out BigInteger remainder);
        quotientHigh = (UInt128)(quotient >> 128);
        remainderLow = (UInt128)(remainder & UInt128.MaxValue);
        remainderHigh = (UInt128)(remainder >> 128);
        return (UInt128)(quotient & UInt128.MaxValue);
    }

    /// <summary>An integer of two limbs.</summary>
    internal static BigInteger Join(UInt128 low, UInt128 high) => ((BigInteger)high << 128) | (BigInteger)low;

    /// <summary>The integer square root of an integer of 256 bits.</summary>
    [MethodImpl(Once)]
    internal static UInt128 SquareRoot256(UInt128 low, UInt128 high) => (UInt128)IntegerRoot.Floor(Join(low, high));

    /// <summary>The sum of two signed integers.</summary>
    /// <param name="left">The first, in two's complement.</param>
    /// <param name="right">The second.</param>
    /// <param name="half">Half of the number of values of their type.</param>
    /// <param name="sum">The sum modulo the number of values, in two's complement.</param>
    /// <returns>0 when it did not wrap around, 1 when it was too small, 2 when it was too large.</returns>
    [MethodImpl(Once)]
    internal static int AddSigned(UInt128 left, UInt128 right, UInt128 half, out UInt128 sum)
    {
        sum = unchecked(left + right);
        bool overflows = (Int128)((left ^ sum) & (right ^ sum)) < 0;
        return Wrap(half, overflows, (Int128)left < 0, ref sum);
    }

    /// <summary>The difference of two signed integers, as <see cref="AddSigned"/>.</summary>
    [MethodImpl(Once)]
    internal static int SubtractSigned(UInt128 left, UInt128 right, UInt128 half, out UInt128 difference)
    {
        difference = unchecked(left - right);
        bool overflows = (Int128)((left ^ right) & (left ^ difference)) < 0;
        return Wrap(half, overflows, (Int128)left < 0, ref difference);
    }

    // The type of 128 bits wraps around by itself; the others are narrower, and nothing overflows here.
    private static int Wrap(UInt128 half, bool overflows, bool negative, ref UInt128 value)
    {
        if (half == UInt128.One << 127)
        {
            return overflows ? (negative ? 1 : 2) : 0;
        }

        Int128 signed = (Int128)value;
        if (signed < -(Int128)half)
        {
            value = unchecked(value + half + half);
            return 1;
        }

        if (signed >= (Int128)half)
        {
            value = unchecked(value - half - half);
            return 2;
        }

        return 0;
    }

    /// <summary>Divides an integer of 512 bits by one of 256 bits; limbs from the low one on.</summary>
    [MethodImpl(Once)]
    internal static void Divide512(
        UInt128 n0, UInt128 n1, UInt128 n2, UInt128 n3, UInt128 divisorLow, UInt128 divisorHigh,
        out UInt128 q0, out UInt128 q1, out UInt128 q2, out UInt128 q3, out UInt128 remainderLow, out UInt128 remainderHigh)
    {
        BigInteger dividend = (Join(n2, n3) << 256) | Join(n0, n1);
        BigInteger quotient = BigInteger.DivRem(dividend, Join(divisorLow, divisorHigh), out BigInteger remainder);
        (q0, q1, q2, q3) = (Limb(quotient, 0), Limb(quotient, 1), Limb(quotient, 2), Limb(quotient, 3));
        (remainderLow, remainderHigh) = (Limb(remainder, 0), Limb(remainder, 1));
    }

    /// <summary>The inverse of an integer modulo another.</summary>
    /// <returns>False if there is none, or if the modulus is one.</returns>
    [MethodImpl(Once)]
    internal static bool TryInvert(
        UInt128 low, UInt128 high, UInt128 modulusLow, UInt128 modulusHigh, out UInt128 inverseLow, out UInt128 inverseHigh)
    {
        BigInteger modulus = Join(modulusLow, modulusHigh);
        bool invertible = Gcd(Join(low, high), modulus, out BigInteger inverse).IsOne && !modulus.IsOne;
        inverse = invertible ? inverse : BigInteger.Zero;
        (inverseLow, inverseHigh) = (Limb(inverse, 0), Limb(inverse, 1));
        return invertible;
    }

    /// <summary>The greatest common divisor of a number and a modulus; the inverse, from 0 to the modulus, holds when it is one.</summary>
    internal static BigInteger Gcd(BigInteger value, BigInteger modulus, out BigInteger inverse)
    {
        (BigInteger r, BigInteger next) = (modulus, value % modulus);
        (BigInteger t, BigInteger nextT) = (BigInteger.Zero, BigInteger.One);
        while (!next.IsZero)
        {
            BigInteger quotient = r / next;
            (r, next) = (next, r - (quotient * next));
            (t, nextT) = (nextT, t - (quotient * nextT));
        }

        inverse = t.Sign < 0 ? t + modulus : t;
        return r;
    }

    private static UInt128 Limb(BigInteger value, int index) => (UInt128)((value >> (128 * index)) & UInt128.MaxValue);
}
