using System.Runtime.CompilerServices;

namespace Kraken.Fields;

/// <content>
/// Several operations as one, for inner loops: sums and differences of products are reduced once, small sums at their end. As with the
/// other operations by reference, the result may be the same variable as an operand.
/// </content>
public readonly partial struct Felt
{
    /// <summary>result = a * b - c * d.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void SubtractProducts(in Felt a, in Felt b, in Felt c, in Felt d, out Felt result)
    {
        WideProduct(a, b, out ulong t0, out ulong t1, out ulong t2, out ulong t3, out ulong t4, out ulong t5, out ulong t6, out ulong t7);

        // Adds (P - c) d, so that all stays below 2 P^2.
        ulong borrow = 0;
        ulong b0 = SubtractWithBorrow(1, c.l0, ref borrow);
        ulong b1 = SubtractWithBorrow(0, c.l1, ref borrow);
        ulong b2 = SubtractWithBorrow(0, c.l2, ref borrow);
        ulong b3 = TopModulusLimb - c.l3 - borrow;
        ulong x = d.l0;
        t0 = MultiplyAdd(x, b0, t0, 0, out ulong carry);
        t1 = MultiplyAdd(x, b1, t1, carry, out carry);
        t2 = MultiplyAdd(x, b2, t2, carry, out carry);
        t3 = MultiplyAdd(x, b3, t3, carry, out ulong e4);
        x = d.l1;
        t1 = MultiplyAdd(x, b0, t1, 0, out carry);
        t2 = MultiplyAdd(x, b1, t2, carry, out carry);
        t3 = MultiplyAdd(x, b2, t3, carry, out carry);
        e4 = MultiplyAdd(x, b3, e4, carry, out ulong e5);
        x = d.l2;
        t2 = MultiplyAdd(x, b0, t2, 0, out carry);
        t3 = MultiplyAdd(x, b1, t3, carry, out carry);
        e4 = MultiplyAdd(x, b2, e4, carry, out carry);
        e5 = MultiplyAdd(x, b3, e5, carry, out ulong e6);
        x = d.l3;
        t3 = MultiplyAdd(x, b0, t3, 0, out carry);
        e4 = MultiplyAdd(x, b1, e4, carry, out carry);
        e5 = MultiplyAdd(x, b2, e5, carry, out carry);
        e6 = MultiplyAdd(x, b3, e6, carry, out ulong e7);
        carry = 0;
        t4 = AddWithCarry(t4, e4, ref carry);
        t5 = AddWithCarry(t5, e5, ref carry);
        t6 = AddWithCarry(t6, e6, ref carry);
        MontgomeryReduce(t0, t1, t2, t3, t4, t5, t6, t7 + e7 + carry, out ulong r0, out ulong r1, out ulong r2, out ulong r3);
        ReduceRarely(r0, r1, r2, r3, out result);
    }

    /// <summary>result = 3 a + b.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void AddTriple(in Felt a, in Felt b, out Felt result)
    {
        ulong carry = 0;
        ulong r0 = AddWithCarry(a.l0 << 1, a.l0, ref carry);
        ulong r1 = AddWithCarry((a.l1 << 1) | (a.l0 >> 63), a.l1, ref carry);
        ulong r2 = AddWithCarry((a.l2 << 1) | (a.l1 >> 63), a.l2, ref carry);
        ulong r3 = ((a.l3 << 1) | (a.l2 >> 63)) + a.l3 + carry;
        carry = 0;
        r0 = AddWithCarry(r0, b.l0, ref carry);
        r1 = AddWithCarry(r1, b.l1, ref carry);
        r2 = AddWithCarry(r2, b.l2, ref carry);
        ReduceSmall(r0, r1, r2, r3 + b.l3 + carry, out result);
    }

    /// <summary>result = a - b - 2 c.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void SubtractAndTwice(in Felt a, in Felt b, in Felt c, out Felt result)
    {
        // b + 2 c first, then a + 3 P minus that, which is not negative and below 4 P.
        ulong carry = 0;
        ulong s0 = AddWithCarry(c.l0 << 1, b.l0, ref carry);
        ulong s1 = AddWithCarry((c.l1 << 1) | (c.l0 >> 63), b.l1, ref carry);
        ulong s2 = AddWithCarry((c.l2 << 1) | (c.l1 >> 63), b.l2, ref carry);
        ulong s3 = ((c.l3 << 1) | (c.l2 >> 63)) + b.l3 + carry;
        ulong borrow = 0;
        ulong r0 = SubtractWithBorrow(a.l0, s0, ref borrow);
        ulong r1 = SubtractWithBorrow(a.l1, s1, ref borrow);
        ulong r2 = SubtractWithBorrow(a.l2, s2, ref borrow);
        ulong r3 = a.l3 - s3 - borrow;
        r0 += 3;
        carry = r0 < 3 ? 1UL : 0UL;
        r1 += carry;
        carry = r1 < carry ? 1UL : 0UL;
        r2 += carry;
        carry = r2 < carry ? 1UL : 0UL;
        ReduceSmall(r0, r1, r2, r3 + (3 * TopModulusLimb) + carry, out result);
    }

    /// <summary>half = value / 2.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Halve(in Felt value, out Felt half)
    {
        // Adds P when the lowest bit is set.
        ulong odd = value.l0 & 1;
        ulong r0 = value.l0 + odd;
        ulong carry = r0 < odd ? 1UL : 0UL;
        ulong r1 = value.l1 + carry;
        carry = r1 < carry ? 1UL : 0UL;
        ulong r2 = value.l2 + carry;
        carry = r2 < carry ? 1UL : 0UL;
        ulong r3 = value.l3 + (TopModulusLimb & (0 - odd)) + carry;
        half = new((r0 >> 1) | (r1 << 63), (r1 >> 1) | (r2 << 63), (r2 >> 1) | (r3 << 63), r3 >> 1);
    }

    /// <summary>Maps [0, 2^256) to [0, P): subtracts P as often as 2^251 fits, and adds it again if that was once too much.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ReduceSmall(ulong r0, ulong r1, ulong r2, ulong r3, out Felt result)
    {
        ulong quotient = r3 >> 59;
        ulong borrow0 = r0 < quotient ? 1UL : 0UL;
        ulong borrow1 = r1 < borrow0 ? 1UL : 0UL;
        ulong borrow2 = r2 < borrow1 ? 1UL : 0UL;
        r0 -= quotient;
        r1 -= borrow0;
        r2 -= borrow1;
        r3 -= (quotient * TopModulusLimb) + borrow2;

        // 1 if the top limb is negative.
        ulong add = r3 >> 63;
        r0 += add;
        ulong carry = r0 < add ? 1UL : 0UL;
        r1 += carry;
        carry = r1 < carry ? 1UL : 0UL;
        r2 += carry;
        carry = r2 < carry ? 1UL : 0UL;
        result = new(r0, r1, r2, r3 + (TopModulusLimb & (0 - add)) + carry);
    }
}
