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

    /// <inheritdoc/>
    public static Felt operator +(Felt left, Felt right)
    {
        UInt128 t = (UInt128)left.l0 + right.l0;
        ulong r0 = (ulong)t;
        t = (UInt128)left.l1 + right.l1 + (ulong)(t >> 64);
        ulong r1 = (ulong)t;
        t = (UInt128)left.l2 + right.l2 + (ulong)(t >> 64);
        ulong r2 = (ulong)t;
        ulong r3 = left.l3 + right.l3 + (ulong)(t >> 64);
        return ReduceOnce(r0, r1, r2, r3);
    }

    /// <inheritdoc/>
    public static Felt operator -(Felt left, Felt right)
    {
        UInt128 t = (UInt128)left.l0 - right.l0;
        ulong r0 = (ulong)t;
        t = (UInt128)left.l1 - right.l1 - ((ulong)(t >> 64) & 1);
        ulong r1 = (ulong)t;
        t = (UInt128)left.l2 - right.l2 - ((ulong)(t >> 64) & 1);
        ulong r2 = (ulong)t;
        t = (UInt128)left.l3 - right.l3 - ((ulong)(t >> 64) & 1);
        ulong r3 = (ulong)t;
        if ((ulong)(t >> 64) == 0)
        {
            return new(r0, r1, r2, r3);
        }

        t = (UInt128)r0 + 1;
        r0 = (ulong)t;
        t = (UInt128)r1 + (ulong)(t >> 64);
        r1 = (ulong)t;
        t = (UInt128)r2 + (ulong)(t >> 64);
        r2 = (ulong)t;
        return new(r0, r1, r2, r3 + TopModulusLimb + (ulong)(t >> 64));
    }

    /// <inheritdoc/>
    public static Felt operator -(Felt value) => default(Felt) - value;

    /// <inheritdoc/>
    public static Felt operator *(Felt left, Felt right) => MontgomeryMultiply(left, right);

    /// <summary>Multiplies by the inverse.</summary>
    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    public static Felt operator /(Felt left, Felt right) => left * right.Inverse();

    /// <summary>Equality of field elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator ==(Felt left, Felt right) => left.Equals(right);

    /// <summary>Inequality of field elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool operator !=(Felt left, Felt right) => !left.Equals(right);

    /// <summary>Compares canonical representatives as integers.</summary>
    public static bool operator <(Felt left, Felt right) => left.CompareTo(right) < 0;

    /// <summary>Compares canonical representatives as integers.</summary>
    public static bool operator >(Felt left, Felt right) => left.CompareTo(right) > 0;

    /// <summary>Compares canonical representatives as integers.</summary>
    public static bool operator <=(Felt left, Felt right) => left.CompareTo(right) <= 0;

    /// <summary>Compares canonical representatives as integers.</summary>
    public static bool operator >=(Felt left, Felt right) => left.CompareTo(right) >= 0;

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

        return Pow(Modulus - 2);
    }

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

    /// <summary>Montgomery product, CIOS. P = 1 + top*2^192 and -P^-1 = -1 mod 2^64, so each round needs one extra 64x64 product.</summary>
    private static Felt MontgomeryMultiply(in Felt a, in Felt b)
    {
        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0;
        Round(a.l0, b, ref t0, ref t1, ref t2, ref t3);
        Round(a.l1, b, ref t0, ref t1, ref t2, ref t3);
        Round(a.l2, b, ref t0, ref t1, ref t2, ref t3);
        Round(a.l3, b, ref t0, ref t1, ref t2, ref t3);
        return ReduceOnce(t0, t1, t2, t3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ulong x, in Felt b, ref ulong t0, ref ulong t1, ref ulong t2, ref ulong t3)
    {
        UInt128 c = ((UInt128)x * b.l0) + t0;
        ulong low = (ulong)c;
        c = ((UInt128)x * b.l1) + t1 + (ulong)(c >> 64);
        ulong s1 = (ulong)c;
        c = ((UInt128)x * b.l2) + t2 + (ulong)(c >> 64);
        ulong s2 = (ulong)c;
        c = ((UInt128)x * b.l3) + t3 + (ulong)(c >> 64);
        ulong s3 = (ulong)c;
        ulong s4 = (ulong)(c >> 64);

        // m = -low; low + m is 0 with a carry unless low was 0.
        ulong m = 0 - low;
        UInt128 d = (UInt128)s1 + (low == 0 ? 0UL : 1UL);
        t0 = (ulong)d;
        d = (UInt128)s2 + (ulong)(d >> 64);
        t1 = (ulong)d;
        d = ((UInt128)m * TopModulusLimb) + s3 + (ulong)(d >> 64);
        t2 = (ulong)d;
        t3 = s4 + (ulong)(d >> 64);
    }

    /// <summary>Maps [0, 2P) to [0, P).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Felt ReduceOnce(ulong r0, ulong r1, ulong r2, ulong r3)
    {
        // P's limbs are (1, 0, 0, top): r >= P iff the top limb is larger, or equal with anything below at least 1.
        if (r3 < TopModulusLimb || (r3 == TopModulusLimb && (r0 | r1 | r2) == 0))
        {
            return new(r0, r1, r2, r3);
        }

        ulong borrow = r0 == 0 ? 1UL : 0UL;
        r0--;
        ulong next = borrow & (r1 == 0 ? 1UL : 0UL);
        r1 -= borrow;
        ulong last = next & (r2 == 0 ? 1UL : 0UL);
        r2 -= next;
        return new(r0, r1, r2, r3 - TopModulusLimb - last);
    }
}
