using System;
using System.Threading.Tasks;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Transforms;

namespace Kraken.Stark.Prover.Merkle;

/// <summary>
/// Extends columns of coefficients for the hasher of leaves, a few at a time: to all slots, or to one of the parts of them that have as
/// many slots as the column has coefficients. Leaves of one part read values of one part of every column.
/// </summary>
/// <param name="sorted">The columns, stably sorted ascending by size.</param>
/// <param name="part">The part; null for all slots. A column has a pair of slots in it at least.</param>
/// <param name="logBlowup">log2 of the ratio of values and coefficients.</param>
/// <param name="twiddles">FFT factors of the largest extension.</param>
/// <param name="pool">Memory.</param>
internal sealed class LeafExtension(ColumnReference[] sorted, int? part, int logBlowup, TwiddleTable twiddles, BufferPool pool)
{
    /// <summary>The number of columns.</summary>
    public int Count => sorted.Length;

    /// <summary>log2 of the values of each column.</summary>
    public int[] LogSizes() => Array.ConvertAll(sorted, LogSize);

    /// <summary>Extends the columns first .. end - 1 and says where their values begin; disposing the result takes them back.</summary>
    public IDisposable Load(int first, int end, ColumnAddresses addresses)
    {
        ColumnBlock[] blocks = new ColumnBlock[end - first];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = new(pool, LogSize(sorted[first + i]), 1);
            addresses.Set(first + i, new(blocks[i], 0));
        }

        Parallel.For(0, blocks.Length, i => Extend(sorted[first + i], new(blocks[i], 0)));
        return new Loaded(blocks);
    }

    private int LogSize(ColumnReference column) => part is null ? column.LogSize + logBlowup : column.LogSize;

    private void Extend(ColumnReference coefficients, ColumnReference values)
    {
        int domain = coefficients.LogSize + logBlowup;
        if (part is { } number)
        {
            ColumnTransforms.PartValues(coefficients, values, number, domain, twiddles);
        }
        else
        {
            ColumnTransforms.Values(coefficients, values, domain, twiddles);
        }
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
