using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// What tells the forward circle FFT, coefficients to values from the highest layer down, from the inverse one, which goes back up.
/// </summary>
internal unsafe interface IFftDirection
{
    // SAFETY: data covers 64 words, a block 2^(layer + 3), and the factors one for each block of their layer.

    /// <summary>Maps a pair of values.</summary>
    /// <param name="v0">The lower values.</param>
    /// <param name="v1">The upper values.</param>
    /// <param name="doubledFactor">The factor, see <see cref="FftButterfly.Doubled{T}"/>.</param>
    static abstract void Butterfly<T>(ref T v0, ref T v1, T doubledFactor)
        where T : unmanaged, IPackedM31<T>;

    /// <summary>Two layers of four values: those of the lower one are the pairs (v0, v1) and (v2, v3).</summary>
    static abstract void Butterflies<T>(ref T v0, ref T v1, ref T v2, ref T v3, T low0, T low1, T high)
        where T : unmanaged, IPackedM31<T>;

    /// <summary>The six lowest layers of a block of 64 values.</summary>
    /// <param name="data">The block.</param>
    /// <param name="factors">The block's factors.</param>
    /// <param name="shift">
    /// Rotation that multiplies by the power of two which normalises the inverse transform; 0 for the forward one.
    /// </param>
    static abstract void Block(uint* data, in BaseFactors factors, int shift);

    /// <summary>Three layers, layer .. layer + 2, of the block of 2^(layer + 3) values with the given number.</summary>
    static abstract void Radix8<T>(uint* block, int layer, uint* l0, uint* l1, uint* l2, long number)
        where T : unmanaged, IPackedM31<T>;
}
