using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kraken.Fields.Packed;

/// <summary>
/// Eight elements of the Stark field side by side, for AVX-512; the scalar twin is <see cref="Felt"/>. Lane i of the vector j holds limb j
/// of element i: nine signed limbs of 28 bits, in Montgomery form for R = 2^280, and not reduced.
/// </summary>
/// <remarks>
/// Call an element carried when its limbs are in [0, 2^28), the top one excepted, and of k units when the limbs are k times as large at
/// most, of either sign. Products are carried and between -1.1 P and 0.1 P; sums add units. The factors of a product may have units whose
/// product is 13, and each at most 7: nine products of 56 bits and the reduction stay below 2^63. P is 2^251 and little more, R so much
/// larger that the size of the factors does not matter.
/// </remarks>
internal partial struct FeltLanes
{
    /// <summary>The number of elements.</summary>
    public const int Count = 8;

    private const int LimbBits = 28;
    private const long Mask = (1L << LimbBits) - 1;

    private Vector512<long> v0;
    private Vector512<long> v1;
    private Vector512<long> v2;
    private Vector512<long> v3;
    private Vector512<long> v4;
    private Vector512<long> v5;
    private Vector512<long> v6;
    private Vector512<long> v7;
    private Vector512<long> v8;

    /// <summary>Whether this machine has the instructions.</summary>
    public static bool IsSupported => Avx512F.IsSupported;

    /// <summary>result = left * right; may be one of them.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(in FeltLanes left, in FeltLanes right, out FeltLanes result)
    {
        Vector512<int> b0 = right.v0.AsInt32(), b1 = right.v1.AsInt32(), b2 = right.v2.AsInt32(), b3 = right.v3.AsInt32();
        Vector512<int> b4 = right.v4.AsInt32(), b5 = right.v5.AsInt32(), b6 = right.v6.AsInt32(), b7 = right.v7.AsInt32();
        Vector512<int> b8 = right.v8.AsInt32();
        Vector512<int> x = left.v0.AsInt32();
        Vector512<long> t0 = Avx512F.Multiply(x, b0), t1 = Avx512F.Multiply(x, b1), t2 = Avx512F.Multiply(x, b2);
        Vector512<long> t3 = Avx512F.Multiply(x, b3), t4 = Avx512F.Multiply(x, b4), t5 = Avx512F.Multiply(x, b5);
        Vector512<long> t6 = Avx512F.Multiply(x, b6), t7 = Avx512F.Multiply(x, b7), t8 = Avx512F.Multiply(x, b8);
        Reduce(t0, ref t1, ref t6, ref t7, ref t8);
        x = left.v1.AsInt32();
        AddRow(x, b0, b1, b2, b3, b4, b5, b6, b7, ref t1, ref t2, ref t3, ref t4, ref t5, ref t6, ref t7, ref t8);
        Vector512<long> t9 = Avx512F.Multiply(x, b8);
        Reduce(t1, ref t2, ref t7, ref t8, ref t9);
        x = left.v2.AsInt32();
        AddRow(x, b0, b1, b2, b3, b4, b5, b6, b7, ref t2, ref t3, ref t4, ref t5, ref t6, ref t7, ref t8, ref t9);
        Vector512<long> t10 = Avx512F.Multiply(x, b8);
        Reduce(t2, ref t3, ref t8, ref t9, ref t10);
        x = left.v3.AsInt32();
        AddRow(x, b0, b1, b2, b3, b4, b5, b6, b7, ref t3, ref t4, ref t5, ref t6, ref t7, ref t8, ref t9, ref t10);
        Vector512<long> t11 = Avx512F.Multiply(x, b8);
        Reduce(t3, ref t4, ref t9, ref t10, ref t11);
        x = left.v4.AsInt32();
        AddRow(x, b0, b1, b2, b3, b4, b5, b6, b7, ref t4, ref t5, ref t6, ref t7, ref t8, ref t9, ref t10, ref t11);
        Vector512<long> t12 = Avx512F.Multiply(x, b8);
        Reduce(t4, ref t5, ref t10, ref t11, ref t12);
        x = left.v5.AsInt32();
        AddRow(x, b0, b1, b2, b3, b4, b5, b6, b7, ref t5, ref t6, ref t7, ref t8, ref t9, ref t10, ref t11, ref t12);
        Vector512<long> t13 = Avx512F.Multiply(x, b8);
        Reduce(t5, ref t6, ref t11, ref t12, ref t13);
        x = left.v6.AsInt32();
        AddRow(x, b0, b1, b2, b3, b4, b5, b6, b7, ref t6, ref t7, ref t8, ref t9, ref t10, ref t11, ref t12, ref t13);
        Vector512<long> t14 = Avx512F.Multiply(x, b8);
        Reduce(t6, ref t7, ref t12, ref t13, ref t14);
        x = left.v7.AsInt32();
        AddRow(x, b0, b1, b2, b3, b4, b5, b6, b7, ref t7, ref t8, ref t9, ref t10, ref t11, ref t12, ref t13, ref t14);
        Vector512<long> t15 = Avx512F.Multiply(x, b8);
        Reduce(t7, ref t8, ref t13, ref t14, ref t15);
        x = left.v8.AsInt32();
        AddRow(x, b0, b1, b2, b3, b4, b5, b6, b7, ref t8, ref t9, ref t10, ref t11, ref t12, ref t13, ref t14, ref t15);
        Vector512<long> t16 = Avx512F.Multiply(x, b8);
        Reduce(t8, ref t9, ref t14, ref t15, ref t16);
        Vector512<long> t17 = Vector512<long>.Zero;
        Reduce(t9, ref t10, ref t15, ref t16, ref t17);
        CarryInto(t10, t11, t12, t13, t14, t15, t16, t17, Vector512<long>.Zero, out result);
    }

    /// <summary>result = value^2, of at most 3 units; may be the value.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Square(in FeltLanes value, out FeltLanes result)
    {
        Vector512<int> a1 = value.v1.AsInt32(), a2 = value.v2.AsInt32(), a3 = value.v3.AsInt32(), a4 = value.v4.AsInt32();
        Vector512<int> a5 = value.v5.AsInt32(), a6 = value.v6.AsInt32(), a7 = value.v7.AsInt32(), a8 = value.v8.AsInt32();
        Vector512<int> x = value.v0.AsInt32();
        Vector512<long> t0 = Avx512F.Multiply(x, x);
        x = (value.v0 + value.v0).AsInt32();
        Vector512<long> t1 = Avx512F.Multiply(x, a1), t2 = Avx512F.Multiply(x, a2), t3 = Avx512F.Multiply(x, a3);
        Vector512<long> t4 = Avx512F.Multiply(x, a4), t5 = Avx512F.Multiply(x, a5), t6 = Avx512F.Multiply(x, a6);
        Vector512<long> t7 = Avx512F.Multiply(x, a7), t8 = Avx512F.Multiply(x, a8);
        Reduce(t0, ref t1, ref t6, ref t7, ref t8);
        t2 += Avx512F.Multiply(a1, a1);
        x = (value.v1 + value.v1).AsInt32();
        t3 += Avx512F.Multiply(x, a2);
        t4 += Avx512F.Multiply(x, a3);
        t5 += Avx512F.Multiply(x, a4);
        t6 += Avx512F.Multiply(x, a5);
        t7 += Avx512F.Multiply(x, a6);
        t8 += Avx512F.Multiply(x, a7);
        Vector512<long> t9 = Avx512F.Multiply(x, a8);
        Reduce(t1, ref t2, ref t7, ref t8, ref t9);
        t4 += Avx512F.Multiply(a2, a2);
        x = (value.v2 + value.v2).AsInt32();
        t5 += Avx512F.Multiply(x, a3);
        t6 += Avx512F.Multiply(x, a4);
        t7 += Avx512F.Multiply(x, a5);
        t8 += Avx512F.Multiply(x, a6);
        t9 += Avx512F.Multiply(x, a7);
        Vector512<long> t10 = Avx512F.Multiply(x, a8);
        Reduce(t2, ref t3, ref t8, ref t9, ref t10);
        t6 += Avx512F.Multiply(a3, a3);
        x = (value.v3 + value.v3).AsInt32();
        t7 += Avx512F.Multiply(x, a4);
        t8 += Avx512F.Multiply(x, a5);
        t9 += Avx512F.Multiply(x, a6);
        t10 += Avx512F.Multiply(x, a7);
        Vector512<long> t11 = Avx512F.Multiply(x, a8);
        Reduce(t3, ref t4, ref t9, ref t10, ref t11);
        t8 += Avx512F.Multiply(a4, a4);
        x = (value.v4 + value.v4).AsInt32();
        t9 += Avx512F.Multiply(x, a5);
        t10 += Avx512F.Multiply(x, a6);
        t11 += Avx512F.Multiply(x, a7);
        Vector512<long> t12 = Avx512F.Multiply(x, a8);
        Reduce(t4, ref t5, ref t10, ref t11, ref t12);
        t10 += Avx512F.Multiply(a5, a5);
        x = (value.v5 + value.v5).AsInt32();
        t11 += Avx512F.Multiply(x, a6);
        t12 += Avx512F.Multiply(x, a7);
        Vector512<long> t13 = Avx512F.Multiply(x, a8);
        Reduce(t5, ref t6, ref t11, ref t12, ref t13);
        t12 += Avx512F.Multiply(a6, a6);
        x = (value.v6 + value.v6).AsInt32();
        t13 += Avx512F.Multiply(x, a7);
        Vector512<long> t14 = Avx512F.Multiply(x, a8);
        Reduce(t6, ref t7, ref t12, ref t13, ref t14);
        t14 += Avx512F.Multiply(a7, a7);
        Vector512<long> t15 = Avx512F.Multiply((value.v7 + value.v7).AsInt32(), a8);
        Reduce(t7, ref t8, ref t13, ref t14, ref t15);
        Vector512<long> t16 = Avx512F.Multiply(a8, a8);
        Reduce(t8, ref t9, ref t14, ref t15, ref t16);
        Vector512<long> t17 = Vector512<long>.Zero;
        Reduce(t9, ref t10, ref t15, ref t16, ref t17);
        CarryInto(t10, t11, t12, t13, t14, t15, t16, t17, Vector512<long>.Zero, out result);
    }

    /// <summary>result = left + right, limb by limb.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(in FeltLanes left, in FeltLanes right, out FeltLanes result)
    {
        result.v0 = left.v0 + right.v0;
        result.v1 = left.v1 + right.v1;
        result.v2 = left.v2 + right.v2;
        result.v3 = left.v3 + right.v3;
        result.v4 = left.v4 + right.v4;
        result.v5 = left.v5 + right.v5;
        result.v6 = left.v6 + right.v6;
        result.v7 = left.v7 + right.v7;
        result.v8 = left.v8 + right.v8;
    }

    /// <summary>result = left - right, limb by limb.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Subtract(in FeltLanes left, in FeltLanes right, out FeltLanes result)
    {
        result.v0 = left.v0 - right.v0;
        result.v1 = left.v1 - right.v1;
        result.v2 = left.v2 - right.v2;
        result.v3 = left.v3 - right.v3;
        result.v4 = left.v4 - right.v4;
        result.v5 = left.v5 - right.v5;
        result.v6 = left.v6 - right.v6;
        result.v7 = left.v7 - right.v7;
        result.v8 = left.v8 - right.v8;
    }

    /// <summary>Carries an element of up to 2^32 units, and takes multiples of P from it so that it is between -0.1 P and 1.1 P.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Carry(ref FeltLanes value)
    {
        // P is 2^251 + 17 * 2^192 + 1 with the limbs 1 at 0, 2^24 at 6, 1 at 7 and 2^27 at 8.
        Vector512<long> quotient = Vector512.ShiftRightArithmetic(value.v8, 27);
        CarryInto(
            value.v0 - quotient,
            value.v1,
            value.v2,
            value.v3,
            value.v4,
            value.v5,
            value.v6 - Vector512.ShiftLeft(quotient, 24),
            value.v7 - quotient,
            value.v8 - Vector512.ShiftLeft(quotient, 27),
            out value);
    }

    /// <summary>Negates the lanes where the mask is all ones, and leaves those where it is zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Negate(ref FeltLanes value, Vector512<long> mask)
    {
        value.v0 = (value.v0 ^ mask) - mask;
        value.v1 = (value.v1 ^ mask) - mask;
        value.v2 = (value.v2 ^ mask) - mask;
        value.v3 = (value.v3 ^ mask) - mask;
        value.v4 = (value.v4 ^ mask) - mask;
        value.v5 = (value.v5 ^ mask) - mask;
        value.v6 = (value.v6 ^ mask) - mask;
        value.v7 = (value.v7 ^ mask) - mask;
        value.v8 = (value.v8 ^ mask) - mask;
    }

    /// <summary>The lanes of one where the mask is all ones, those of the other where it is zero.</summary>
    public static void Select(Vector512<long> mask, in FeltLanes one, in FeltLanes other, out FeltLanes result)
    {
        result.v0 = Vector512.ConditionalSelect(mask, one.v0, other.v0);
        result.v1 = Vector512.ConditionalSelect(mask, one.v1, other.v1);
        result.v2 = Vector512.ConditionalSelect(mask, one.v2, other.v2);
        result.v3 = Vector512.ConditionalSelect(mask, one.v3, other.v3);
        result.v4 = Vector512.ConditionalSelect(mask, one.v4, other.v4);
        result.v5 = Vector512.ConditionalSelect(mask, one.v5, other.v5);
        result.v6 = Vector512.ConditionalSelect(mask, one.v6, other.v6);
        result.v7 = Vector512.ConditionalSelect(mask, one.v7, other.v7);
        result.v8 = Vector512.ConditionalSelect(mask, one.v8, other.v8);
    }

    /// <summary>Moves lanes: lane i of the result is that of the given number.</summary>
    public static void Permute(in FeltLanes value, Vector512<long> order, out FeltLanes result)
    {
        result.v0 = Avx512F.PermuteVar8x64(value.v0, order);
        result.v1 = Avx512F.PermuteVar8x64(value.v1, order);
        result.v2 = Avx512F.PermuteVar8x64(value.v2, order);
        result.v3 = Avx512F.PermuteVar8x64(value.v3, order);
        result.v4 = Avx512F.PermuteVar8x64(value.v4, order);
        result.v5 = Avx512F.PermuteVar8x64(value.v5, order);
        result.v6 = Avx512F.PermuteVar8x64(value.v6, order);
        result.v7 = Avx512F.PermuteVar8x64(value.v7, order);
        result.v8 = Avx512F.PermuteVar8x64(value.v8, order);
    }

    /// <summary>Does a step limb by limb, in which values stay in registers.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Map<TStep>(in FeltLanes a, in FeltLanes b, in FeltLanes c, out FeltLanes result)
        where TStep : struct, ILimbStep
    {
        result.v0 = TStep.Invoke(a.v0, b.v0, c.v0);
        result.v1 = TStep.Invoke(a.v1, b.v1, c.v1);
        result.v2 = TStep.Invoke(a.v2, b.v2, c.v2);
        result.v3 = TStep.Invoke(a.v3, b.v3, c.v3);
        result.v4 = TStep.Invoke(a.v4, b.v4, c.v4);
        result.v5 = TStep.Invoke(a.v5, b.v5, c.v5);
        result.v6 = TStep.Invoke(a.v6, b.v6, c.v6);
        result.v7 = TStep.Invoke(a.v7, b.v7, c.v7);
        result.v8 = TStep.Invoke(a.v8, b.v8, c.v8);
    }

    /// <summary>Does a step limb by limb and carries the result as <see cref="Carry"/> does.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void MapCarried<TStep>(in FeltLanes a, in FeltLanes b, in FeltLanes c, out FeltLanes result)
        where TStep : struct, ILimbStep
    {
        Vector512<long> top = TStep.Invoke(a.v8, b.v8, c.v8);
        Vector512<long> quotient = Vector512.ShiftRightArithmetic(top, 27);
        CarryInto(
            TStep.Invoke(a.v0, b.v0, c.v0) - quotient,
            TStep.Invoke(a.v1, b.v1, c.v1),
            TStep.Invoke(a.v2, b.v2, c.v2),
            TStep.Invoke(a.v3, b.v3, c.v3),
            TStep.Invoke(a.v4, b.v4, c.v4),
            TStep.Invoke(a.v5, b.v5, c.v5),
            TStep.Invoke(a.v6, b.v6, c.v6) - Vector512.ShiftLeft(quotient, 24),
            TStep.Invoke(a.v7, b.v7, c.v7) - quotient,
            top - Vector512.ShiftLeft(quotient, 27),
            out result);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow(
        Vector512<int> x,
        Vector512<int> b0,
        Vector512<int> b1,
        Vector512<int> b2,
        Vector512<int> b3,
        Vector512<int> b4,
        Vector512<int> b5,
        Vector512<int> b6,
        Vector512<int> b7,
        ref Vector512<long> t0,
        ref Vector512<long> t1,
        ref Vector512<long> t2,
        ref Vector512<long> t3,
        ref Vector512<long> t4,
        ref Vector512<long> t5,
        ref Vector512<long> t6,
        ref Vector512<long> t7)
    {
        t0 += Avx512F.Multiply(x, b0);
        t1 += Avx512F.Multiply(x, b1);
        t2 += Avx512F.Multiply(x, b2);
        t3 += Avx512F.Multiply(x, b3);
        t4 += Avx512F.Multiply(x, b4);
        t5 += Avx512F.Multiply(x, b5);
        t6 += Avx512F.Multiply(x, b6);
        t7 += Avx512F.Multiply(x, b7);
    }

    /// <summary>A step of the Montgomery reduction: clears the lowest column by a multiple of P, carries what is above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reduce(
        Vector512<long> t0, ref Vector512<long> t1, ref Vector512<long> t6, ref Vector512<long> t7, ref Vector512<long> t8)
    {
        Vector512<long> m = t0 & Vector512.Create(Mask);
        t1 += Vector512.ShiftRightArithmetic(t0, LimbBits);
        t6 -= Vector512.ShiftLeft(m, 24);
        t7 -= m;
        t8 -= Vector512.ShiftLeft(m, 27);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CarryInto(
        Vector512<long> t0,
        Vector512<long> t1,
        Vector512<long> t2,
        Vector512<long> t3,
        Vector512<long> t4,
        Vector512<long> t5,
        Vector512<long> t6,
        Vector512<long> t7,
        Vector512<long> t8,
        out FeltLanes result)
    {
        Vector512<long> mask = Vector512.Create(Mask);
        t1 += Vector512.ShiftRightArithmetic(t0, LimbBits);
        t2 += Vector512.ShiftRightArithmetic(t1, LimbBits);
        t3 += Vector512.ShiftRightArithmetic(t2, LimbBits);
        t4 += Vector512.ShiftRightArithmetic(t3, LimbBits);
        t5 += Vector512.ShiftRightArithmetic(t4, LimbBits);
        t6 += Vector512.ShiftRightArithmetic(t5, LimbBits);
        t7 += Vector512.ShiftRightArithmetic(t6, LimbBits);
        result.v8 = t8 + Vector512.ShiftRightArithmetic(t7, LimbBits);
        result.v0 = t0 & mask;
        result.v1 = t1 & mask;
        result.v2 = t2 & mask;
        result.v3 = t3 & mask;
        result.v4 = t4 & mask;
        result.v5 = t5 & mask;
        result.v6 = t6 & mask;
        result.v7 = t7 & mask;
    }
}
