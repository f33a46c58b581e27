using System;
using System.Threading.Tasks;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Simd;

/// <summary>Extends columns of coefficients for the hasher of leaves, a few at a time.</summary>
/// <param name="sorted">The columns, stably sorted ascending by size.</param>
/// <param name="logBlowup">log2 of the ratio of values and coefficients.</param>
/// <param name="twiddles">FFT factors of the largest extension.</param>
/// <param name="pool">Memory.</param>
internal sealed unsafe class LeafExtension(ColumnReference[] sorted, int logBlowup, TwiddleTable twiddles, BufferPool pool)
{
    // SAFETY: the pointers are those of blocks that live until what Load gave is disposed.

    /// <summary>The number of columns.</summary>
    public int Count => sorted.Length;

    /// <summary>log2 of the values of each column.</summary>
    public int[] LogSizes() => Array.ConvertAll(sorted, column => column.LogSize + logBlowup);

    /// <summary>Extends the columns first .. end - 1 and writes where their values begin; disposing the result takes them back.</summary>
    public IDisposable Load(int first, int end, uint*[] pointers)
    {
        ColumnBlock[] blocks = new ColumnBlock[end - first];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = new(pool, sorted[first + i].LogSize + logBlowup, 1);
            pointers[first + i] = blocks[i].Column(0);
        }

        Parallel.For(0, blocks.Length, i =>
            ColumnTransforms.Values(sorted[first + i], new(blocks[i], 0), blocks[i].LogSize, twiddles));
        return new Loaded(blocks);
    }

    private sealed class Loaded(ColumnBlock[] blocks) : IDisposable
    {
        public void Dispose()
        {
            foreach (ColumnBlock block in blocks)
            {
                block.Dispose();
            }
        }
    }
}
