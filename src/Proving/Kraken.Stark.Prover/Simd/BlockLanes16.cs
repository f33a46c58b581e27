using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Kraken.Fields;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// Two neighbouring blocks of 64 values in eight vectors: the lower eight lanes are the first block's, the upper the second's.
/// </summary>
/// <remarks>
/// Lanes: value 8 v + l of the first block is lane l of vector v, of the second lane 8 + l.
/// Twin: <see cref="Scalar.SmallTransform"/>.
/// </remarks>
internal readonly unsafe struct BlockLanes16 : IBlockLanes<WideM31>
{
    // SAFETY: see IBlockLanes.
    private const int BlockWords = 64;

    /// <inheritdoc/>
    public static int Blocks => 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideM31 Load(uint* data) => new(Vector512.Create(Vector256.Load(data), Vector256.Load(data + BlockWords)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(WideM31 value, uint* data)
    {
        value.Lanes.GetLower().Store(data);
        value.Lanes.GetUpper().Store(data + BlockWords);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideM31 Factor(uint* line, int each) =>
        WideM31.Doubled(new(Vector512.Create(Vector256.Create(line[0]), Vector256.Create(line[each]))));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideM31 Eight(uint* line) => WideM31.Doubled(WideM31.Load(line));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideM31 Even(uint* line) => WideM31.Doubled(new(Avx512F.IsSupported
        ? Avx512F.PermuteVar16x32x2(
            Vector512.Load(line), Vector512.Create(0u, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), Vector512.Load(line + 16))
        : Vector512.Create(
            LaneTransposition.Even(Vector256.Load(line), Vector256.Load(line + 8)),
            LaneTransposition.Even(Vector256.Load(line + 16), Vector256.Load(line + 24)))));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideM31 Odd(uint* line) => WideM31.Doubled(new(Avx512F.IsSupported
        ? Avx512F.PermuteVar16x32x2(
            Vector512.Load(line), Vector512.Create(1u, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), Vector512.Load(line + 16))
        : Vector512.Create(
            LaneTransposition.Odd(Vector256.Load(line), Vector256.Load(line + 8)),
            LaneTransposition.Odd(Vector256.Load(line + 16), Vector256.Load(line + 24)))));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(
        ref WideM31 v0,
        ref WideM31 v1,
        ref WideM31 v2,
        ref WideM31 v3,
        ref WideM31 v4,
        ref WideM31 v5,
        ref WideM31 v6,
        ref WideM31 v7)
    {
        if (!Avx512F.IsSupported)
        {
            TransposeHalves(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
            return;
        }

        Vector512<ulong> a0 = Avx512F.UnpackLow(v0.Lanes, v1.Lanes).AsUInt64(), a1 = Avx512F.UnpackHigh(v0.Lanes, v1.Lanes).AsUInt64();
        Vector512<ulong> a2 = Avx512F.UnpackLow(v2.Lanes, v3.Lanes).AsUInt64(), a3 = Avx512F.UnpackHigh(v2.Lanes, v3.Lanes).AsUInt64();
        Vector512<ulong> a4 = Avx512F.UnpackLow(v4.Lanes, v5.Lanes).AsUInt64(), a5 = Avx512F.UnpackHigh(v4.Lanes, v5.Lanes).AsUInt64();
        Vector512<ulong> a6 = Avx512F.UnpackLow(v6.Lanes, v7.Lanes).AsUInt64(), a7 = Avx512F.UnpackHigh(v6.Lanes, v7.Lanes).AsUInt64();
        Vector512<ulong> b0 = Avx512F.UnpackLow(a0, a2), b1 = Avx512F.UnpackHigh(a0, a2);
        Vector512<ulong> b2 = Avx512F.UnpackLow(a1, a3), b3 = Avx512F.UnpackHigh(a1, a3);
        Vector512<ulong> b4 = Avx512F.UnpackLow(a4, a6), b5 = Avx512F.UnpackHigh(a4, a6);
        Vector512<ulong> b6 = Avx512F.UnpackLow(a5, a7), b7 = Avx512F.UnpackHigh(a5, a7);

        // The lower and the upper 128 bits of each half, of two vectors.
        Vector512<ulong> low = Vector512.Create(0ul, 1, 8, 9, 4, 5, 12, 13), high = Vector512.Create(2ul, 3, 10, 11, 6, 7, 14, 15);
        v0 = new(Avx512F.PermuteVar8x64x2(b0, low, b4).AsUInt32());
        v1 = new(Avx512F.PermuteVar8x64x2(b1, low, b5).AsUInt32());
        v2 = new(Avx512F.PermuteVar8x64x2(b2, low, b6).AsUInt32());
        v3 = new(Avx512F.PermuteVar8x64x2(b3, low, b7).AsUInt32());
        v4 = new(Avx512F.PermuteVar8x64x2(b0, high, b4).AsUInt32());
        v5 = new(Avx512F.PermuteVar8x64x2(b1, high, b5).AsUInt32());
        v6 = new(Avx512F.PermuteVar8x64x2(b2, high, b6).AsUInt32());
        v7 = new(Avx512F.PermuteVar8x64x2(b3, high, b7).AsUInt32());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideM31 Rotate(WideM31 value, int shift) => new(
        (Vector512.ShiftLeft(value.Lanes, shift) & Vector512.Create(M31.Modulus)) | Vector512.ShiftRightLogical(value.Lanes, 31 - shift));

    /// <summary>The transposition where there is no AVX-512.</summary>
    private static void TransposeHalves(
        ref WideM31 v0,
        ref WideM31 v1,
        ref WideM31 v2,
        ref WideM31 v3,
        ref WideM31 v4,
        ref WideM31 v5,
        ref WideM31 v6,
        ref WideM31 v7)
    {
        Vector256<uint> a0 = v0.Lanes.GetLower(), a1 = v1.Lanes.GetLower(), a2 = v2.Lanes.GetLower(), a3 = v3.Lanes.GetLower();
        Vector256<uint> a4 = v4.Lanes.GetLower(), a5 = v5.Lanes.GetLower(), a6 = v6.Lanes.GetLower(), a7 = v7.Lanes.GetLower();
        Vector256<uint> b0 = v0.Lanes.GetUpper(), b1 = v1.Lanes.GetUpper(), b2 = v2.Lanes.GetUpper(), b3 = v3.Lanes.GetUpper();
        Vector256<uint> b4 = v4.Lanes.GetUpper(), b5 = v5.Lanes.GetUpper(), b6 = v6.Lanes.GetUpper(), b7 = v7.Lanes.GetUpper();
        LaneTransposition.Transpose(ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
        LaneTransposition.Transpose(ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
        v0 = new(Vector512.Create(a0, b0));
        v1 = new(Vector512.Create(a1, b1));
        v2 = new(Vector512.Create(a2, b2));
        v3 = new(Vector512.Create(a3, b3));
        v4 = new(Vector512.Create(a4, b4));
        v5 = new(Vector512.Create(a5, b5));
        v6 = new(Vector512.Create(a6, b6));
        v7 = new(Vector512.Create(a7, b7));
    }
}
