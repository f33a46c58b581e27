using System.Runtime.CompilerServices;
using Kraken.Fields;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>The butterflies of the circle FFT at any width.</summary>
/// <remarks>Lanes: one pair of values per lane, in two vectors. Twin: width 1, <see cref="ScalarM31"/>.</remarks>
internal static class FftButterfly
{
    /// <summary>A factor in every lane, ready for the butterflies.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Doubled<T>(uint factor)
        where T : unmanaged, IPackedM31<T> => T.Doubled(T.Broadcast(M31.FromCanonical(factor)));

    /// <summary>(v0, v1) to (v0 + v1, (v0 - v1) t).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Inverse<T>(ref T v0, ref T v1, T doubledFactor)
        where T : unmanaged, IPackedM31<T>
    {
        T difference = v0 - v1;
        v0 += v1;
        v1 = T.MultiplyDoubled(difference, doubledFactor);
    }

    /// <summary>(v0, v1) to (v0 + v1, (v1 - v0) t): the inverse butterfly with factor -t.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void InverseNegated<T>(ref T v0, ref T v1, T doubledFactor)
        where T : unmanaged, IPackedM31<T>
    {
        T difference = v1 - v0;
        v0 += v1;
        v1 = T.MultiplyDoubled(difference, doubledFactor);
    }

    /// <summary>(v0, v1) to (v0 + t v1, v0 - t v1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<T>(ref T v0, ref T v1, T doubledFactor)
        where T : unmanaged, IPackedM31<T>
    {
        T product = T.MultiplyDoubled(v1, doubledFactor);
        v1 = v0 - product;
        v0 += product;
    }

    /// <summary>(v0, v1) to (v0 - t v1, v0 + t v1): the forward butterfly with factor -t.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ForwardNegated<T>(ref T v0, ref T v1, T doubledFactor)
        where T : unmanaged, IPackedM31<T>
    {
        T product = T.MultiplyDoubled(v1, doubledFactor);
        v1 = v0 + product;
        v0 -= product;
    }
}
