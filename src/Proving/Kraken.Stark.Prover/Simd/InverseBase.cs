using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// The six lowest layers of the inverse circle FFT on 64 values held in eight vectors: three layers between lanes become layers between
/// vectors by a transposition, the other three are so by themselves.
/// </summary>
internal static unsafe class InverseBase
{
    /// <summary>Transforms one block of 64 values.</summary>
    /// <param name="data">The block.</param>
    /// <param name="line">The factors of layers 1..5 for this block, indexed by layer.</param>
    /// <param name="shift">Rotation that multiplies by the power of two which normalises the transform.</param>
    public static void Block(uint* data, in BaseFactors line, int shift)
    {
        // Two methods, since of one the compiler would not inline all.
        Lower(data, line);
        Upper(data, line, shift);
    }

    /// <summary>Layers 0 to 2, between two transpositions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Lower(uint* data, in BaseFactors line)
    {
        // SAFETY: data covers 64 words, the factors 16 and 8.
        PackedM31 v0 = PackedM31.Load(data + 0), v1 = PackedM31.Load(data + 8), v2 = PackedM31.Load(data + 16),
            v3 = PackedM31.Load(data + 24), v4 = PackedM31.Load(data + 32), v5 = PackedM31.Load(data + 40),
            v6 = PackedM31.Load(data + 48), v7 = PackedM31.Load(data + 56);
        Vector256<uint> low = Vector256.Load(line.Layer1);
        Vector256<uint> high = Vector256.Load(line.Layer1 + 8);
        PackedM31 x = PackedM31.Doubled(new(LaneTransposition.Even(low, high)));
        PackedM31 y = PackedM31.Doubled(new(LaneTransposition.Odd(low, high)));
        LaneTransposition.Transpose(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
        FftButterfly.Inverse(ref v0, ref v1, y);
        FftButterfly.InverseNegated(ref v2, ref v3, y);
        FftButterfly.InverseNegated(ref v4, ref v5, x);
        FftButterfly.Inverse(ref v6, ref v7, x);
        FftButterfly.Inverse(ref v0, ref v2, x);
        FftButterfly.Inverse(ref v1, ref v3, x);
        FftButterfly.Inverse(ref v4, ref v6, y);
        FftButterfly.Inverse(ref v5, ref v7, y);
        PackedM31 factor = PackedM31.Doubled(PackedM31.Load(line.Layer2));
        FftButterfly.Inverse(ref v0, ref v4, factor);
        FftButterfly.Inverse(ref v1, ref v5, factor);
        FftButterfly.Inverse(ref v2, ref v6, factor);
        FftButterfly.Inverse(ref v3, ref v7, factor);
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

    /// <summary>Layers 3 to 5, and the normalisation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Upper(uint* data, in BaseFactors line, int shift)
    {
        // SAFETY: data covers 64 words, the factors 4, 2 and 1.
        PackedM31 v0 = PackedM31.Load(data + 0), v1 = PackedM31.Load(data + 8), v2 = PackedM31.Load(data + 16),
            v3 = PackedM31.Load(data + 24), v4 = PackedM31.Load(data + 32), v5 = PackedM31.Load(data + 40),
            v6 = PackedM31.Load(data + 48), v7 = PackedM31.Load(data + 56);
        PackedM31 factor = FftButterfly.Doubled<PackedM31>(line.Layer3[0]);
        FftButterfly.Inverse(ref v0, ref v1, factor);
        factor = FftButterfly.Doubled<PackedM31>(line.Layer3[1]);
        FftButterfly.Inverse(ref v2, ref v3, factor);
        factor = FftButterfly.Doubled<PackedM31>(line.Layer3[2]);
        FftButterfly.Inverse(ref v4, ref v5, factor);
        factor = FftButterfly.Doubled<PackedM31>(line.Layer3[3]);
        FftButterfly.Inverse(ref v6, ref v7, factor);
        factor = FftButterfly.Doubled<PackedM31>(line.Layer4[0]);
        FftButterfly.Inverse(ref v0, ref v2, factor);
        FftButterfly.Inverse(ref v1, ref v3, factor);
        factor = FftButterfly.Doubled<PackedM31>(line.Layer4[1]);
        FftButterfly.Inverse(ref v4, ref v6, factor);
        FftButterfly.Inverse(ref v5, ref v7, factor);
        factor = FftButterfly.Doubled<PackedM31>(line.Layer5[0]);
        FftButterfly.Inverse(ref v0, ref v4, factor);
        FftButterfly.Inverse(ref v1, ref v5, factor);
        FftButterfly.Inverse(ref v2, ref v6, factor);
        FftButterfly.Inverse(ref v3, ref v7, factor);
        Rotate(v0, shift).Store(data + 0);
        Rotate(v1, shift).Store(data + 8);
        Rotate(v2, shift).Store(data + 16);
        Rotate(v3, shift).Store(data + 24);
        Rotate(v4, shift).Store(data + 32);
        Rotate(v5, shift).Store(data + 40);
        Rotate(v6, shift).Store(data + 48);
        Rotate(v7, shift).Store(data + 56);
    }

    /// <summary>Multiplies by 2^shift: a rotation of the 31 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static PackedM31 Rotate(PackedM31 value, int shift) => new(
        (Vector256.ShiftLeft(value.Lanes, shift) & Vector256.Create(Kraken.Fields.M31.Modulus))
        | Vector256.ShiftRightLogical(value.Lanes, 31 - shift));
}
