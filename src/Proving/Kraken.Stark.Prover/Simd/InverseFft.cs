using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>Values to coefficients.</summary>
internal readonly unsafe struct InverseFft : IFftDirection
{
    // SAFETY: the kernels' own, see there.

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Butterfly(ref PackedM31 v0, ref PackedM31 v1, Vector256<uint> doubledFactor) =>
        FftButterfly.Inverse(ref v0, ref v1, doubledFactor);

    /// <inheritdoc/>
    public static void Block(uint* data, in BaseFactors factors, int shift) => InverseBase.Block(data, factors, shift);

    /// <inheritdoc/>
    public static void Radix8(uint* block, int layer, uint* l0, uint* l1, uint* l2, long number) =>
        FftPass.InverseRadix8(block, layer, l0, l1, l2, number);
}
