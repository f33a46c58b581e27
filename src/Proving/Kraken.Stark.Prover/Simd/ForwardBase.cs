using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// The six lowest layers of the circle FFT on 64 values held in eight vectors: three layers between lanes become layers between
/// vectors by a transposition, the other three are so by themselves.
/// </summary>
internal static unsafe class ForwardBase
{
    /// <summary>Transforms one block of 64 values.</summary>
    /// <param name="data">The block.</param>
    /// <param name="line">The factors of layers 1..5 for this block, indexed by layer.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Block(uint* data, in BaseFactors line)
    {
        // SAFETY: data covers 64 words, the factors 16, 8, 4, 2 and 1.
        PackedM31 v0 = PackedM31.Load(data + 0), v1 = PackedM31.Load(data + 8), v2 = PackedM31.Load(data + 16),
            v3 = PackedM31.Load(data + 24), v4 = PackedM31.Load(data + 32), v5 = PackedM31.Load(data + 40),
            v6 = PackedM31.Load(data + 48), v7 = PackedM31.Load(data + 56);
        PackedM31 factor;
        Vector256<uint> low = Vector256.Load(line.Layer1);
        Vector256<uint> high = Vector256.Load(line.Layer1 + 8);
        PackedM31 x = PackedM31.Doubled(new(LaneTransposition.Even(low, high)));
        PackedM31 y = PackedM31.Doubled(new(LaneTransposition.Odd(low, high)));
        factor = FftButterfly.Doubled<PackedM31>(line.Layer5[0]);
        FftButterfly.Forward(ref v0, ref v4, factor);
        FftButterfly.Forward(ref v1, ref v5, factor);
        FftButterfly.Forward(ref v2, ref v6, factor);
        FftButterfly.Forward(ref v3, ref v7, factor);
        factor = FftButterfly.Doubled<PackedM31>(line.Layer4[0]);
        FftButterfly.Forward(ref v0, ref v2, factor);
        FftButterfly.Forward(ref v1, ref v3, factor);
        factor = FftButterfly.Doubled<PackedM31>(line.Layer4[1]);
        FftButterfly.Forward(ref v4, ref v6, factor);
        FftButterfly.Forward(ref v5, ref v7, factor);
        factor = FftButterfly.Doubled<PackedM31>(line.Layer3[0]);
        FftButterfly.Forward(ref v0, ref v1, factor);
        factor = FftButterfly.Doubled<PackedM31>(line.Layer3[1]);
        FftButterfly.Forward(ref v2, ref v3, factor);
        factor = FftButterfly.Doubled<PackedM31>(line.Layer3[2]);
        FftButterfly.Forward(ref v4, ref v5, factor);
        factor = FftButterfly.Doubled<PackedM31>(line.Layer3[3]);
        FftButterfly.Forward(ref v6, ref v7, factor);
        LaneTransposition.Transpose(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
        factor = PackedM31.Doubled(PackedM31.Load(line.Layer2));
        FftButterfly.Forward(ref v0, ref v4, factor);
        FftButterfly.Forward(ref v1, ref v5, factor);
        FftButterfly.Forward(ref v2, ref v6, factor);
        FftButterfly.Forward(ref v3, ref v7, factor);
        FftButterfly.Forward(ref v0, ref v2, x);
        FftButterfly.Forward(ref v1, ref v3, x);
        FftButterfly.Forward(ref v4, ref v6, y);
        FftButterfly.Forward(ref v5, ref v7, y);
        FftButterfly.Forward(ref v0, ref v1, y);
        FftButterfly.ForwardNegated(ref v2, ref v3, y);
        FftButterfly.ForwardNegated(ref v4, ref v5, x);
        FftButterfly.Forward(ref v6, ref v7, x);
        LaneTransposition.Transpose(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
        v0.Store(data + 0);
        v1.Store(data + 8);
        v2.Store(data + 16);
        v3.Store(data + 24);
        v4.Store(data + 32);
        v5.Store(data + 40);
        v6.Store(data + 48);
        v7.Store(data + 56);
    }
}
