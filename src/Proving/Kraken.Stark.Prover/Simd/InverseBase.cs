using System;
using System.Runtime.CompilerServices;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// The six lowest layers of the inverse circle FFT on blocks of 64 values held in eight vectors: three layers between lanes become layers
/// between vectors by a transposition, the other three are so by themselves.
/// </summary>
/// <remarks>
/// Lanes: value 8 v + l of a block is lane l of vector v, and between the transpositions of vector l in lane v; see
/// <see cref="IBlockLanes{T}"/>. Twin: <see cref="Scalar.SmallTransform.Inverse"/>, but for the factor.
/// </remarks>
internal static unsafe class InverseBase
{
    // The blocks that the first half leaves for the second, which stay in the nearest cache. Two methods, since of one the compiler
    // would not inline all.
    private const long BlocksAtOnce = 64;

    /// <summary>Transforms blocks of 64 values that follow each other.</summary>
    /// <param name="data">The blocks.</param>
    /// <param name="blocks">Their number, a multiple of those side by side.</param>
    /// <param name="first">The first block's factors of layers 1..5, which those of the others follow.</param>
    /// <param name="shift">Rotation that multiplies by the power of two which normalises the transform.</param>
    /// <typeparam name="TBlock">The blocks side by side.</typeparam>
    /// <typeparam name="T">Their lanes.</typeparam>
    public static void Run<TBlock, T>(uint* data, long blocks, BaseFactors first, int shift)
        where TBlock : struct, IBlockLanes<T>
        where T : unmanaged, IPackedM31<T>
    {
        // SAFETY: data covers 64 words a block.
        for (long block = 0; block < blocks; block += BlocksAtOnce)
        {
            long end = Math.Min(blocks, block + BlocksAtOnce);
            Lower<TBlock, T>(data, block, end, first);
            Upper<TBlock, T>(data, block, end, first, shift);
        }
    }

    /// <summary>Layers 0 to 2, between two transpositions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Lower<TBlock, T>(uint* start, long from, long end, BaseFactors first)
        where TBlock : struct, IBlockLanes<T>
        where T : unmanaged, IPackedM31<T>
    {
        // SAFETY: start covers 64 words a block, the factors 16 and 8 a block.
        for (long block = from; block < end; block += TBlock.Blocks)
        {
            uint* data = start + (64 * block);
            T v0 = TBlock.Load(data), v1 = TBlock.Load(data + 8), v2 = TBlock.Load(data + 16), v3 = TBlock.Load(data + 24),
                v4 = TBlock.Load(data + 32), v5 = TBlock.Load(data + 40), v6 = TBlock.Load(data + 48), v7 = TBlock.Load(data + 56);
            uint* line = first.Layer1 + (16 * block);
            T x = TBlock.Even(line), y = TBlock.Odd(line);
            TBlock.Transpose(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
            FftButterfly.Inverse(ref v0, ref v1, y);
            FftButterfly.InverseNegated(ref v2, ref v3, y);
            FftButterfly.InverseNegated(ref v4, ref v5, x);
            FftButterfly.Inverse(ref v6, ref v7, x);
            FftButterfly.Inverse(ref v0, ref v2, x);
            FftButterfly.Inverse(ref v1, ref v3, x);
            FftButterfly.Inverse(ref v4, ref v6, y);
            FftButterfly.Inverse(ref v5, ref v7, y);
            T factor = TBlock.Eight(first.Layer2 + (8 * block));
            FftButterfly.Inverse(ref v0, ref v4, factor);
            FftButterfly.Inverse(ref v1, ref v5, factor);
            FftButterfly.Inverse(ref v2, ref v6, factor);
            FftButterfly.Inverse(ref v3, ref v7, factor);
            TBlock.Transpose(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
            TBlock.Store(v0, data);
            TBlock.Store(v1, data + 8);
            TBlock.Store(v2, data + 16);
            TBlock.Store(v3, data + 24);
            TBlock.Store(v4, data + 32);
            TBlock.Store(v5, data + 40);
            TBlock.Store(v6, data + 48);
            TBlock.Store(v7, data + 56);
        }
    }

    /// <summary>Layers 3 to 5, and the normalisation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Upper<TBlock, T>(uint* start, long from, long end, BaseFactors first, int shift)
        where TBlock : struct, IBlockLanes<T>
        where T : unmanaged, IPackedM31<T>
    {
        // SAFETY: start covers 64 words a block, the factors 4, 2 and 1 a block.
        for (long block = from; block < end; block += TBlock.Blocks)
        {
            uint* data = start + (64 * block);
            T v0 = TBlock.Load(data), v1 = TBlock.Load(data + 8), v2 = TBlock.Load(data + 16), v3 = TBlock.Load(data + 24),
                v4 = TBlock.Load(data + 32), v5 = TBlock.Load(data + 40), v6 = TBlock.Load(data + 48), v7 = TBlock.Load(data + 56);
            uint* line = first.Layer3 + (4 * block);
            FftButterfly.Inverse(ref v0, ref v1, TBlock.Factor(line, 4));
            FftButterfly.Inverse(ref v2, ref v3, TBlock.Factor(line + 1, 4));
            FftButterfly.Inverse(ref v4, ref v5, TBlock.Factor(line + 2, 4));
            FftButterfly.Inverse(ref v6, ref v7, TBlock.Factor(line + 3, 4));
            line = first.Layer4 + (2 * block);
            T factor = TBlock.Factor(line, 2);
            FftButterfly.Inverse(ref v0, ref v2, factor);
            FftButterfly.Inverse(ref v1, ref v3, factor);
            factor = TBlock.Factor(line + 1, 2);
            FftButterfly.Inverse(ref v4, ref v6, factor);
            FftButterfly.Inverse(ref v5, ref v7, factor);
            factor = TBlock.Factor(first.Layer5 + block, 1);
            FftButterfly.Inverse(ref v0, ref v4, factor);
            FftButterfly.Inverse(ref v1, ref v5, factor);
            FftButterfly.Inverse(ref v2, ref v6, factor);
            FftButterfly.Inverse(ref v3, ref v7, factor);
            TBlock.Store(TBlock.Rotate(v0, shift), data);
            TBlock.Store(TBlock.Rotate(v1, shift), data + 8);
            TBlock.Store(TBlock.Rotate(v2, shift), data + 16);
            TBlock.Store(TBlock.Rotate(v3, shift), data + 24);
            TBlock.Store(TBlock.Rotate(v4, shift), data + 32);
            TBlock.Store(TBlock.Rotate(v5, shift), data + 40);
            TBlock.Store(TBlock.Rotate(v6, shift), data + 48);
            TBlock.Store(TBlock.Rotate(v7, shift), data + 56);
        }
    }
}
