using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>One sweep over a part of the data that applies up to three neighbouring layers (radix 8), all at layer 6 or above.</summary>
internal static unsafe class FftPass
{
    /// <summary>
    /// Three layers of the inverse transform, layer .. layer + 2, of the block of 2^(layer + 3) values with the given number.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InverseRadix8(uint* block, int layer, uint* l0, uint* l1, uint* l2, long number)
    {
        // SAFETY: block covers 2^(layer + 3) words, and vectors start at i <= 2^layer - 8.
        nint step = (nint)1 << layer;
        Vector256<uint> a0 = FftButterfly.Doubled(l0[4 * number]);
        Vector256<uint> a1 = FftButterfly.Doubled(l0[(4 * number) + 1]);
        Vector256<uint> a2 = FftButterfly.Doubled(l0[(4 * number) + 2]);
        Vector256<uint> a3 = FftButterfly.Doubled(l0[(4 * number) + 3]);
        Vector256<uint> b0 = FftButterfly.Doubled(l1[2 * number]);
        Vector256<uint> b1 = FftButterfly.Doubled(l1[(2 * number) + 1]);
        Vector256<uint> c0 = FftButterfly.Doubled(l2[number]);
        for (uint* p = block, end = block + step; p < end; p += 8)
        {
            PackedM31 v0 = PackedM31.Load(p), v1 = PackedM31.Load(p + step),
                v2 = PackedM31.Load(p + (2 * step)), v3 = PackedM31.Load(p + (3 * step));
            uint* q = p + (4 * step);
            PackedM31 v4 = PackedM31.Load(q), v5 = PackedM31.Load(q + step),
                v6 = PackedM31.Load(q + (2 * step)), v7 = PackedM31.Load(q + (3 * step));
            FftButterfly.Inverse(ref v0, ref v1, a0);
            FftButterfly.Inverse(ref v2, ref v3, a1);
            FftButterfly.Inverse(ref v4, ref v5, a2);
            FftButterfly.Inverse(ref v6, ref v7, a3);
            FftButterfly.Inverse(ref v0, ref v2, b0);
            FftButterfly.Inverse(ref v1, ref v3, b0);
            FftButterfly.Inverse(ref v4, ref v6, b1);
            FftButterfly.Inverse(ref v5, ref v7, b1);
            FftButterfly.Inverse(ref v0, ref v4, c0);
            FftButterfly.Inverse(ref v1, ref v5, c0);
            FftButterfly.Inverse(ref v2, ref v6, c0);
            FftButterfly.Inverse(ref v3, ref v7, c0);
            v0.Store(p);
            v1.Store(p + step);
            v2.Store(p + (2 * step));
            v3.Store(p + (3 * step));
            v4.Store(q);
            v5.Store(q + step);
            v6.Store(q + (2 * step));
            v7.Store(q + (3 * step));
        }
    }

    /// <summary>
    /// Three layers of the forward transform, layer + 2 down to layer, of the block of 2^(layer + 3) values with the given number.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ForwardRadix8(uint* block, int layer, uint* l0, uint* l1, uint* l2, long number)
    {
        // SAFETY: block covers 2^(layer + 3) words, and vectors start at i <= 2^layer - 8.
        nint step = (nint)1 << layer;
        Vector256<uint> a0 = FftButterfly.Doubled(l0[4 * number]);
        Vector256<uint> a1 = FftButterfly.Doubled(l0[(4 * number) + 1]);
        Vector256<uint> a2 = FftButterfly.Doubled(l0[(4 * number) + 2]);
        Vector256<uint> a3 = FftButterfly.Doubled(l0[(4 * number) + 3]);
        Vector256<uint> b0 = FftButterfly.Doubled(l1[2 * number]);
        Vector256<uint> b1 = FftButterfly.Doubled(l1[(2 * number) + 1]);
        Vector256<uint> c0 = FftButterfly.Doubled(l2[number]);
        for (uint* p = block, end = block + step; p < end; p += 8)
        {
            PackedM31 v0 = PackedM31.Load(p), v1 = PackedM31.Load(p + step),
                v2 = PackedM31.Load(p + (2 * step)), v3 = PackedM31.Load(p + (3 * step));
            uint* q = p + (4 * step);
            PackedM31 v4 = PackedM31.Load(q), v5 = PackedM31.Load(q + step),
                v6 = PackedM31.Load(q + (2 * step)), v7 = PackedM31.Load(q + (3 * step));
            FftButterfly.Forward(ref v0, ref v4, c0);
            FftButterfly.Forward(ref v1, ref v5, c0);
            FftButterfly.Forward(ref v2, ref v6, c0);
            FftButterfly.Forward(ref v3, ref v7, c0);
            FftButterfly.Forward(ref v0, ref v2, b0);
            FftButterfly.Forward(ref v1, ref v3, b0);
            FftButterfly.Forward(ref v4, ref v6, b1);
            FftButterfly.Forward(ref v5, ref v7, b1);
            FftButterfly.Forward(ref v0, ref v1, a0);
            FftButterfly.Forward(ref v2, ref v3, a1);
            FftButterfly.Forward(ref v4, ref v5, a2);
            FftButterfly.Forward(ref v6, ref v7, a3);
            v0.Store(p);
            v1.Store(p + step);
            v2.Store(p + (2 * step));
            v3.Store(p + (3 * step));
            v4.Store(q);
            v5.Store(q + step);
            v6.Store(q + (2 * step));
            v7.Store(q + (3 * step));
        }
    }

    /// <summary>One layer of the block of 2^(layer + 1) values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Radix2<TDirection>(uint* block, int layer, uint factor)
        where TDirection : struct, IFftDirection
    {
        // SAFETY: block covers 2^(layer + 1) words.
        nint step = (nint)1 << layer;
        Vector256<uint> doubled = FftButterfly.Doubled(factor);
        for (uint* p = block, end = block + step; p < end; p += 8)
        {
            PackedM31 v0 = PackedM31.Load(p), v1 = PackedM31.Load(p + step);
            TDirection.Butterfly(ref v0, ref v1, doubled);
            v0.Store(p);
            v1.Store(p + step);
        }
    }
}
