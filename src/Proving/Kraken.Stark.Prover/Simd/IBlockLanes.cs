using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// The lowest six layers of the transform at one width: a value holds eight lanes of each of one or two neighbouring blocks of 64
/// values, so that the transposition of a block stays within its own lanes.
/// </summary>
/// <typeparam name="T">Eight lanes for each block.</typeparam>
internal unsafe interface IBlockLanes<T>
    where T : unmanaged, IPackedM31<T>
{
    // SAFETY: data covers what is left of the blocks from the place on, a line the factors of all blocks.

    /// <summary>The number of blocks side by side.</summary>
    static abstract int Blocks { get; }

    /// <summary>Eight words of each block.</summary>
    static abstract T Load(uint* data);

    /// <summary>Writes eight words of each block.</summary>
    static abstract void Store(T value, uint* data);

    /// <summary>One factor of each block, ready for the butterflies.</summary>
    /// <param name="line">The first block's.</param>
    /// <param name="each">Factors of the layer per block.</param>
    static abstract T Factor(uint* line, int each);

    /// <summary>The eight factors of each block, ready for the butterflies.</summary>
    static abstract T Eight(uint* line);

    /// <summary>Those with an even place of the sixteen factors of each block, ready for the butterflies.</summary>
    static abstract T Even(uint* line);

    /// <summary>Those with an odd place.</summary>
    static abstract T Odd(uint* line);

    /// <summary>Transposes the 8 x 8 matrix of each block.</summary>
    static abstract void Transpose(ref T v0, ref T v1, ref T v2, ref T v3, ref T v4, ref T v5, ref T v6, ref T v7);

    /// <summary>Multiplies by 2^shift: a rotation of the 31 bits.</summary>
    static abstract T Rotate(T value, int shift);
}
