using System.Runtime.CompilerServices;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// The six lowest layers of the circle FFT on blocks of 64 values held in eight vectors: three layers between lanes become layers between
/// vectors by a transposition, the other three are so by themselves.
/// </summary>
/// <remarks>
/// Lanes: value 8 v + l of a block is lane l of vector v, and after the transposition of vector l in lane v; see
/// <see cref="IBlockLanes{T}"/>. Twin: <see cref="Scalar.SmallTransform.Forward"/> of each block.
/// </remarks>
internal static unsafe class ForwardBase
{
    /// <summary>Transforms blocks of 64 values that follow each other.</summary>
    /// <param name="data">The blocks.</param>
    /// <param name="blocks">Their number, a multiple of those side by side.</param>
    /// <param name="first">The first block's factors of layers 1..5, which those of the others follow.</param>
    /// <typeparam name="TBlock">The blocks side by side.</typeparam>
    /// <typeparam name="T">Their lanes.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TBlock, T>(uint* data, long blocks, BaseFactors first)
        where TBlock : struct, IBlockLanes<T>
        where T : unmanaged, IPackedM31<T>
    {
        // SAFETY: data covers 64 words a block, the factors 16, 8, 4, 2 and 1 a block.
        for (long block = 0; block < blocks; block += TBlock.Blocks, data += 64 * TBlock.Blocks)
        {
            T v0 = TBlock.Load(data), v1 = TBlock.Load(data + 8), v2 = TBlock.Load(data + 16), v3 = TBlock.Load(data + 24),
                v4 = TBlock.Load(data + 32), v5 = TBlock.Load(data + 40), v6 = TBlock.Load(data + 48), v7 = TBlock.Load(data + 56);
            T factor = TBlock.Factor(first.Layer5 + block, 1);
            FftButterfly.Forward(ref v0, ref v4, factor);
            FftButterfly.Forward(ref v1, ref v5, factor);
            FftButterfly.Forward(ref v2, ref v6, factor);
            FftButterfly.Forward(ref v3, ref v7, factor);
            uint* line = first.Layer4 + (2 * block);
            factor = TBlock.Factor(line, 2);
            FftButterfly.Forward(ref v0, ref v2, factor);
            FftButterfly.Forward(ref v1, ref v3, factor);
            factor = TBlock.Factor(line + 1, 2);
            FftButterfly.Forward(ref v4, ref v6, factor);
            FftButterfly.Forward(ref v5, ref v7, factor);
            line = first.Layer3 + (4 * block);
            FftButterfly.Forward(ref v0, ref v1, TBlock.Factor(line, 4));
            FftButterfly.Forward(ref v2, ref v3, TBlock.Factor(line + 1, 4));
            FftButterfly.Forward(ref v4, ref v5, TBlock.Factor(line + 2, 4));
            FftButterfly.Forward(ref v6, ref v7, TBlock.Factor(line + 3, 4));
            TBlock.Transpose(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);
            factor = TBlock.Eight(first.Layer2 + (8 * block));
            FftButterfly.Forward(ref v0, ref v4, factor);
            FftButterfly.Forward(ref v1, ref v5, factor);
            FftButterfly.Forward(ref v2, ref v6, factor);
            FftButterfly.Forward(ref v3, ref v7, factor);
            line = first.Layer1 + (16 * block);
            T x = TBlock.Even(line), y = TBlock.Odd(line);
            FftButterfly.Forward(ref v0, ref v2, x);
            FftButterfly.Forward(ref v1, ref v3, x);
            FftButterfly.Forward(ref v4, ref v6, y);
            FftButterfly.Forward(ref v5, ref v7, y);
            FftButterfly.Forward(ref v0, ref v1, y);
            FftButterfly.ForwardNegated(ref v2, ref v3, y);
            FftButterfly.ForwardNegated(ref v4, ref v5, x);
            FftButterfly.Forward(ref v6, ref v7, x);
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
}
