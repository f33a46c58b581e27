using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kraken.Fields;

/// <summary>
/// An element of the Stark field, P = 2^251 + 17*2^192 + 1
/// = 0x800000000000011000000000000000000000000000000000000000000000001.
/// Held in Montgomery form (value * 2^256 mod P) as four little-endian 64-bit limbs, always reduced below P.
/// Not constant-time; the default value is zero.
/// </summary>
public readonly partial struct Felt : IField<Felt>, IComparable<Felt>
{
    private const ulong TopModulusLimb = 0x0800_0000_0000_0011;

    private readonly ulong l0;
    private readonly ulong l1;
    private readonly ulong l2;
    private readonly ulong l3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Felt(ulong l0, ulong l1, ulong l2, ulong l3)
    {
        this.l0 = l0;
        this.l1 = l1;
        this.l2 = l2;
        this.l3 = l3;
    }

    /// <summary>The modulus P.</summary>
    public static BigInteger Modulus { get; } = (BigInteger.One << 251) + (17 * (BigInteger.One << 192)) + 1;

    /// <inheritdoc/>
    public static Felt Zero => default;

    /// <inheritdoc/>
    public static Felt One => new(0xffff_ffff_ffff_ffe1, ulong.MaxValue, ulong.MaxValue, 0x07ff_ffff_ffff_fdf0);

    /// <summary>P - 1.</summary>
    public static Felt MinusOne => -One;

    /// <inheritdoc/>
    public bool IsZero => (l0 | l1 | l2 | l3) == 0;

    /// <summary>Field addition.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Felt operator +(in Felt left, in Felt right)
    {
        AddInlined(left, right, out Felt sum);
        return sum;
    }

    /// <summary>Field subtraction.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Felt operator -(in Felt left, in Felt right)
    {
        SubtractInlined(left, right, out Felt difference);
        return difference;
    }

    /// <summary>Additive inverse.</summary>
    public static Felt operator -(in Felt value) => Zero - value;

    /// <summary>Field multiplication.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static Felt operator *(in Felt left, in Felt right)
    {
        MultiplyInlined(left, right, out Felt product);
        return product;
    }

    /// <inheritdoc/>
    static Felt IField<Felt>.operator +(Felt left, Felt right) => left + right;

    /// <inheritdoc/>
    static Felt IField<Felt>.operator -(Felt left, Felt right) => left - right;

    /// <inheritdoc/>
    static Felt IField<Felt>.operator -(Felt value) => -value;

    /// <inheritdoc/>
    static Felt IField<Felt>.operator *(Felt left, Felt right) => left * right;

    /// <summary>Multiplies by the inverse.</summary>
    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    public static Felt operator /(in Felt left, in Felt right) => left * right.Inverse();

    /// <summary>Equality of field elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator ==(in Felt left, in Felt right) => left.Equals(right);

    /// <summary>Inequality of field elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator !=(in Felt left, in Felt right) => !left.Equals(right);

    /// <summary>Compares canonical representatives as integers.</summary>
    public static bool operator <(in Felt left, in Felt right) => left.CompareTo(right) < 0;

    /// <summary>Compares canonical representatives as integers.</summary>
    public static bool operator >(in Felt left, in Felt right) => left.CompareTo(right) > 0;

    /// <summary>Compares canonical representatives as integers.</summary>
    public static bool operator <=(in Felt left, in Felt right) => left.CompareTo(right) <= 0;

    /// <summary>Compares canonical representatives as integers.</summary>
    public static bool operator >=(in Felt left, in Felt right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Equals(Felt other) => ((l0 ^ other.l0) | (l1 ^ other.l1) | (l2 ^ other.l2) | (l3 ^ other.l3)) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Felt other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(l0, l1, l2, l3);

    /// <inheritdoc/>
    public int CompareTo(Felt other)
    {
        ToCanonicalLimbs(out ulong a0, out ulong a1, out ulong a2, out ulong a3);
        other.ToCanonicalLimbs(out ulong b0, out ulong b1, out ulong b2, out ulong b3);
        int top = a3.CompareTo(b3);
        top = top != 0 ? top : a2.CompareTo(b2);
        top = top != 0 ? top : a1.CompareTo(b1);
        return top != 0 ? top : a0.CompareTo(b0);
    }

    /// <summary>Maps [0, 2P) to [0, P).</summary>
    /// <remarks>By a mask: on random values a branch would be mispredicted half of the time.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReduceOnce(ulong r0, ulong r1, ulong r2, ulong r3, out Felt result)
    {
        // P's limbs are (1, 0, 0, top). Where the lowest limb is not zero, r >= P iff the top limb is at least P's, and nothing is
        // borrowed.
        if (r0 != 0)
        {
            ulong subtract = r3 >= TopModulusLimb ? 1UL : 0UL;
            result = new(r0 - subtract, r1, r2, r3 - (TopModulusLimb & (0 - subtract)));
        }
        else if (r3 < TopModulusLimb || (r3 == TopModulusLimb && (r1 | r2) == 0))
        {
            result = new(0, r1, r2, r3);
        }
        else
        {
            ulong borrow1 = r1 == 0 ? 1UL : 0UL;
            ulong borrow2 = (r1 | r2) == 0 ? 1UL : 0UL;
            result = new(ulong.MaxValue, r1 - 1, r2 - borrow1, r3 - TopModulusLimb - borrow2);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong AddWithCarry(ulong left, ulong right, ref ulong carry)
    {
        ulong sum = left + right;
        ulong overflow = sum < left ? 1UL : 0UL;
        ulong result = sum + carry;
        carry = overflow | (result < sum ? 1UL : 0UL);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SubtractWithBorrow(ulong left, ulong right, ref ulong borrow)
    {
        ulong difference = left - right;
        ulong result = difference - borrow;
        borrow = (left < right ? 1UL : 0UL) | (difference < borrow ? 1UL : 0UL);
        return result;
    }
}
