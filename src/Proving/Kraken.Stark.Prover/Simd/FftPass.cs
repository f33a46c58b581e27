using System.Runtime.CompilerServices;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// One sweep over a part of the data that applies up to three neighbouring layers (radix 8), all at layer 6 or above, at any width.
/// </summary>
/// <remarks>
/// Lanes: neighbouring values of one block, whose partners lie 2^layer words and multiples of it further on.
/// Twin: width 1, <see cref="ScalarM31"/>, and of whole transforms <see cref="Scalar.SmallTransform"/>.
/// </remarks>
internal static unsafe class FftPass
{
    /// <summary>
    /// Three layers of the inverse transform, layer .. layer + 2, of the block of 2^(layer + 3) values with the given number.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InverseRadix8<T>(uint* block, int layer, uint* l0, uint* l1, uint* l2, long number)
        where T : unmanaged, IPackedM31<T>
    {
        // SAFETY: block covers 2^(layer + 3) words, and vectors, of 16 words at most, start at i <= 2^layer - 16.
        nint step = (nint)1 << layer;
        T a0 = FftButterfly.Doubled<T>(l0[4 * number]);
        T a1 = FftButterfly.Doubled<T>(l0[(4 * number) + 1]);
        T a2 = FftButterfly.Doubled<T>(l0[(4 * number) + 2]);
        T a3 = FftButterfly.Doubled<T>(l0[(4 * number) + 3]);
        T b0 = FftButterfly.Doubled<T>(l1[2 * number]);
        T b1 = FftButterfly.Doubled<T>(l1[(2 * number) + 1]);
        T c0 = FftButterfly.Doubled<T>(l2[number]);
        for (uint* p = block, end = block + step; p < end; p += T.Width)
        {
            T v0 = T.Load(p), v1 = T.Load(p + step),
                v2 = T.Load(p + (2 * step)), v3 = T.Load(p + (3 * step));
            uint* q = p + (4 * step);
            T v4 = T.Load(q), v5 = T.Load(q + step),
                v6 = T.Load(q + (2 * step)), v7 = T.Load(q + (3 * step));
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
    public static void ForwardRadix8<T>(uint* block, int layer, uint* l0, uint* l1, uint* l2, long number, nint from = 0)
        where T : unmanaged, IPackedM31<T>
    {
        // SAFETY: block covers 2^(layer + 3) words, and vectors, of 16 words at most, start at i <= 2^layer - 16.
        nint step = (nint)1 << layer;
        T a0 = FftButterfly.Doubled<T>(l0[4 * number]);
        T a1 = FftButterfly.Doubled<T>(l0[(4 * number) + 1]);
        T a2 = FftButterfly.Doubled<T>(l0[(4 * number) + 2]);
        T a3 = FftButterfly.Doubled<T>(l0[(4 * number) + 3]);
        T b0 = FftButterfly.Doubled<T>(l1[2 * number]);
        T b1 = FftButterfly.Doubled<T>(l1[(2 * number) + 1]);
        T c0 = FftButterfly.Doubled<T>(l2[number]);
        for (uint* p = block, end = block + step; p < end; p += T.Width)
        {
            uint* q = p + from;
            T v0 = T.Load(q), v1 = T.Load(q + step),
                v2 = T.Load(q + (2 * step)), v3 = T.Load(q + (3 * step));
            q += 4 * step;
            T v4 = T.Load(q), v5 = T.Load(q + step),
                v6 = T.Load(q + (2 * step)), v7 = T.Load(q + (3 * step));
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
            q = p + (4 * step);
            v4.Store(q);
            v5.Store(q + step);
            v6.Store(q + (2 * step));
            v7.Store(q + (3 * step));
        }
    }

    /// <summary>Two layers of the transform, layer and layer + 1, of the block of 2^(layer + 2) values.</summary>
    /// <param name="layer">The lower layer.</param>
    /// <param name="low">The two factors of the lower layer.</param>
    /// <param name="high">The factor of the upper layer.</param>
    /// <param name="from">Words from the block to where its values are read.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Radix4<TDirection, T>(uint* block, int layer, uint* low, uint high, nint from = 0)
        where TDirection : struct, IFftDirection
        where T : unmanaged, IPackedM31<T>
    {
        // SAFETY: block covers 2^(layer + 2) words, and a vector 16 at most.
        nint step = (nint)1 << layer;
        T a0 = FftButterfly.Doubled<T>(low[0]), a1 = FftButterfly.Doubled<T>(low[1]), b0 = FftButterfly.Doubled<T>(high);
        for (uint* p = block, end = block + step; p < end; p += T.Width)
        {
            uint* q = p + from;
            T v0 = T.Load(q), v1 = T.Load(q + step), v2 = T.Load(q + (2 * step)), v3 = T.Load(q + (3 * step));
            TDirection.Butterflies(ref v0, ref v1, ref v2, ref v3, a0, a1, b0);
            v0.Store(p);
            v1.Store(p + step);
            v2.Store(p + (2 * step));
            v3.Store(p + (3 * step));
        }
    }

    /// <summary>One layer of the block of 2^(layer + 1) values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Radix2<TDirection, T>(uint* block, int layer, uint factor, nint from = 0)
        where TDirection : struct, IFftDirection
        where T : unmanaged, IPackedM31<T>
    {
        // SAFETY: block covers 2^(layer + 1) words, and a vector 16 at most.
        nint step = (nint)1 << layer;
        T doubled = FftButterfly.Doubled<T>(factor);
        for (uint* p = block, end = block + step; p < end; p += T.Width)
        {
            T v0 = T.Load(p + from), v1 = T.Load(p + from + step);
            TDirection.Butterfly(ref v0, ref v1, doubled);
            v0.Store(p);
            v1.Store(p + step);
        }
    }
}
