using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>The butterflies of the circle FFT on eight lanes.</summary>
internal static class FftButterfly
{
    /// <summary>A factor, doubled for <see cref="PackedM31.MultiplyDoubled"/>, in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Doubled(uint factor) => Vector256.Create(factor + factor);

    /// <summary>(v0, v1) to (v0 + v1, (v0 - v1) t).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Inverse(ref PackedM31 v0, ref PackedM31 v1, Vector256<uint> doubledFactor)
    {
        PackedM31 difference = v0 - v1;
        v0 += v1;
        v1 = PackedM31.MultiplyDoubled(difference, doubledFactor);
    }

    /// <summary>(v0, v1) to (v0 + v1, (v1 - v0) t): the inverse butterfly with factor -t.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InverseNegated(ref PackedM31 v0, ref PackedM31 v1, Vector256<uint> doubledFactor)
    {
        PackedM31 difference = v1 - v0;
        v0 += v1;
        v1 = PackedM31.MultiplyDoubled(difference, doubledFactor);
    }

    /// <summary>(v0, v1) to (v0 + t v1, v0 - t v1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward(ref PackedM31 v0, ref PackedM31 v1, Vector256<uint> doubledFactor)
    {
        PackedM31 product = PackedM31.MultiplyDoubled(v1, doubledFactor);
        v1 = v0 - product;
        v0 += product;
    }

    /// <summary>(v0, v1) to (v0 - t v1, v0 + t v1): the forward butterfly with factor -t.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ForwardNegated(ref PackedM31 v0, ref PackedM31 v1, Vector256<uint> doubledFactor)
    {
        PackedM31 product = PackedM31.MultiplyDoubled(v1, doubledFactor);
        v1 = v0 + product;
        v0 -= product;
    }
}
