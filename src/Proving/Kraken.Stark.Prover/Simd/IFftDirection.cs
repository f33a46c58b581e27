using System.Runtime.Intrinsics;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// What tells the forward circle FFT, coefficients to values from the highest layer down, from the inverse one, which goes back up.
/// </summary>
internal unsafe interface IFftDirection
{
    // SAFETY: data covers 64 words, a block 2^(layer + 3), and the factors one for each block of their layer.

    /// <summary>The butterfly on eight lanes.</summary>
    /// <param name="v0">The lower values.</param>
    /// <param name="v1">The upper values.</param>
    /// <param name="doubledFactor">The factor, see <see cref="FftButterfly.Doubled"/>.</param>
    static abstract void Butterfly(ref PackedM31 v0, ref PackedM31 v1, Vector256<uint> doubledFactor);

    /// <summary>The six lowest layers of a block of 64 values.</summary>
    /// <param name="data">The block.</param>
    /// <param name="factors">The block's factors.</param>
    /// <param name="shift">
    /// Rotation that multiplies by the power of two which normalises the inverse transform; 0 for the forward one.
    /// </param>
    static abstract void Block(uint* data, in BaseFactors factors, int shift);

    /// <summary>Three layers, layer .. layer + 2, of the block of 2^(layer + 3) values with the given number.</summary>
    static abstract void Radix8(uint* block, int layer, uint* l0, uint* l1, uint* l2, long number);
}
