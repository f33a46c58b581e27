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

    /// <summary>The six lowest layers of blocks of 64 values that follow each other.</summary>
    /// <param name="data">The blocks.</param>
    /// <param name="blocks">Their number, a multiple of those side by side.</param>
    /// <param name="first">The first block's factors.</param>
    /// <param name="shift">
    /// Rotation that multiplies by the power of two which normalises the inverse transform; 0 for the forward one.
    /// </param>
    /// <typeparam name="TBlock">The blocks side by side.</typeparam>
    /// <typeparam name="T">Their lanes.</typeparam>
    static abstract void Blocks<TBlock, T>(uint* data, long blocks, BaseFactors first, int shift)
        where TBlock : struct, IBlockLanes<T>
        where T : unmanaged, IPackedM31<T>;

    /// <summary>Three layers, layer .. layer + 2, of the block of 2^(layer + 3) values with the given number.</summary>
    /// <param name="layer">The lowest of the layers.</param>
    /// <param name="l0">Its factors.</param>
    /// <param name="l1">Those of the next layer.</param>
    /// <param name="l2">Those of the one after.</param>
    /// <param name="number">Which block it is of the domain.</param>
    /// <param name="from">Words from the block to where its values are read; 0 for the inverse transform.</param>
    static abstract void Radix8<T>(uint* block, int layer, uint* l0, uint* l1, uint* l2, long number, nint from)
        where T : unmanaged, IPackedM31<T>;
}
