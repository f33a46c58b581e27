using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>Rearrangements of 8-lane vectors; without AVX2 by portable twins.</summary>
/// <remarks>
/// Lanes: eight words of a row per vector. Twin: <see cref="TransposePortable"/>, and the words themselves at their index.
/// </remarks>
internal static class LaneTransposition
{
    /// <summary>Transposes an 8 x 8 matrix whose rows are the vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(
        ref Vector256<uint> r0,
        ref Vector256<uint> r1,
        ref Vector256<uint> r2,
        ref Vector256<uint> r3,
        ref Vector256<uint> r4,
        ref Vector256<uint> r5,
        ref Vector256<uint> r6,
        ref Vector256<uint> r7)
    {
        if (!Avx2.IsSupported)
        {
            Span<Vector256<uint>> rows = [r0, r1, r2, r3, r4, r5, r6, r7];
            TransposePortable(rows);
            (r0, r1, r2, r3) = (rows[0], rows[1], rows[2], rows[3]);
            (r4, r5, r6, r7) = (rows[4], rows[5], rows[6], rows[7]);
            return;
        }

        Vector256<ulong> a0 = Avx2.UnpackLow(r0, r1).AsUInt64();
        Vector256<ulong> a1 = Avx2.UnpackHigh(r0, r1).AsUInt64();
        Vector256<ulong> a2 = Avx2.UnpackLow(r2, r3).AsUInt64();
        Vector256<ulong> a3 = Avx2.UnpackHigh(r2, r3).AsUInt64();
        Vector256<ulong> a4 = Avx2.UnpackLow(r4, r5).AsUInt64();
        Vector256<ulong> a5 = Avx2.UnpackHigh(r4, r5).AsUInt64();
        Vector256<ulong> a6 = Avx2.UnpackLow(r6, r7).AsUInt64();
        Vector256<ulong> a7 = Avx2.UnpackHigh(r6, r7).AsUInt64();
        Vector256<uint> b0 = Avx2.UnpackLow(a0, a2).AsUInt32();
        Vector256<uint> b1 = Avx2.UnpackHigh(a0, a2).AsUInt32();
        Vector256<uint> b2 = Avx2.UnpackLow(a1, a3).AsUInt32();
        Vector256<uint> b3 = Avx2.UnpackHigh(a1, a3).AsUInt32();
        Vector256<uint> b4 = Avx2.UnpackLow(a4, a6).AsUInt32();
        Vector256<uint> b5 = Avx2.UnpackHigh(a4, a6).AsUInt32();
        Vector256<uint> b6 = Avx2.UnpackLow(a5, a7).AsUInt32();
        Vector256<uint> b7 = Avx2.UnpackHigh(a5, a7).AsUInt32();
        r0 = Avx2.Permute2x128(b0, b4, 0x20);
        r1 = Avx2.Permute2x128(b1, b5, 0x20);
        r2 = Avx2.Permute2x128(b2, b6, 0x20);
        r3 = Avx2.Permute2x128(b3, b7, 0x20);
        r4 = Avx2.Permute2x128(b0, b4, 0x31);
        r5 = Avx2.Permute2x128(b1, b5, 0x31);
        r6 = Avx2.Permute2x128(b2, b6, 0x31);
        r7 = Avx2.Permute2x128(b3, b7, 0x31);
    }

    /// <summary>Transposes an 8 x 8 matrix whose rows are packed elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(
        ref PackedM31 v0,
        ref PackedM31 v1,
        ref PackedM31 v2,
        ref PackedM31 v3,
        ref PackedM31 v4,
        ref PackedM31 v5,
        ref PackedM31 v6,
        ref PackedM31 v7)
    {
        Vector256<uint> r0 = v0.Lanes, r1 = v1.Lanes, r2 = v2.Lanes,
            r3 = v3.Lanes, r4 = v4.Lanes, r5 = v5.Lanes, r6 = v6.Lanes, r7 = v7.Lanes;
        Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        v0 = new(r0);
        v1 = new(r1);
        v2 = new(r2);
        v3 = new(r3);
        v4 = new(r4);
        v5 = new(r5);
        v6 = new(r6);
        v7 = new(r7);
    }

    /// <summary>The transposition without AVX2.</summary>
    /// <param name="rows">Eight rows.</param>
    public static void TransposePortable(Span<Vector256<uint>> rows)
    {
        Span<uint> source = stackalloc uint[64];
        MemoryMarshal.Cast<Vector256<uint>, uint>(rows).CopyTo(source);
        Span<uint> target = MemoryMarshal.Cast<Vector256<uint>, uint>(rows);
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = source[((i & 7) << 3) | (i >> 3)];
        }
    }

    /// <summary>The even lanes of the sixteen lanes low, high.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Even(Vector256<uint> low, Vector256<uint> high) => Avx2.IsSupported
        ? Avx2.Permute4x64(Avx.Shuffle(low.AsSingle(), high.AsSingle(), 0x88).AsUInt64(), 0xd8).AsUInt32()
        : Vector256.Create(low[0], low[2], low[4], low[6], high[0], high[2], high[4], high[6]);

    /// <summary>The odd lanes of the sixteen lanes low, high.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Odd(Vector256<uint> low, Vector256<uint> high) => Avx2.IsSupported
        ? Avx2.Permute4x64(Avx.Shuffle(low.AsSingle(), high.AsSingle(), 0xdd).AsUInt64(), 0xd8).AsUInt32()
        : Vector256.Create(low[1], low[3], low[5], low[7], high[1], high[3], high[5], high[7]);

    /// <summary>The inverse of <see cref="Even"/> and <see cref="Odd"/>: even and odd lanes by turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Interleave(Vector256<uint> even, Vector256<uint> odd, out Vector256<uint> low, out Vector256<uint> high)
    {
        if (Avx2.IsSupported)
        {
            Vector256<uint> inner = Avx2.UnpackLow(even, odd);
            Vector256<uint> outer = Avx2.UnpackHigh(even, odd);
            low = Avx2.Permute2x128(inner, outer, 0x20);
            high = Avx2.Permute2x128(inner, outer, 0x31);
            return;
        }

        low = Vector256.Create(even[0], odd[0], even[1], odd[1], even[2], odd[2], even[3], odd[3]);
        high = Vector256.Create(even[4], odd[4], even[5], odd[5], even[6], odd[6], even[7], odd[7]);
    }
}
