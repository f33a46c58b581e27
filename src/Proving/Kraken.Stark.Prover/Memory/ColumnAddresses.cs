using System;

namespace Kraken.Stark.Prover.Memory;

/// <summary>Where the rows of columns of several sizes begin, looked up once for kernels that go over all columns row by row.</summary>
internal sealed unsafe class ColumnAddresses
{
    // SAFETY: the pointers are the blocks' own, see ColumnBlock; who sets a column keeps its block while kernels read it.

    /// <summary>Takes columns that live as long as this.</summary>
    public ColumnAddresses(ReadOnlySpan<ColumnReference> columns)
        : this(Sizes(columns))
    {
        for (int i = 0; i < columns.Length; i++)
        {
            Set(i, columns[i]);
        }
    }

    /// <summary>Leaves room for columns that come and go.</summary>
    /// <param name="logSizes">log2 of their rows.</param>
    public ColumnAddresses(int[] logSizes)
    {
        LogSizes = logSizes;
        Words = new uint*[logSizes.Length];
    }

    /// <summary>The number of columns.</summary>
    public int Count => LogSizes.Length;

    /// <summary>log2 of each column's rows.</summary>
    public int[] LogSizes { get; }

    /// <summary>Each column's first row; null for one that is not set.</summary>
    public uint*[] Words { get; }

    /// <summary>Sets one column, of the size that was said.</summary>
    public void Set(int index, ColumnReference column) => Words[index] = column.Words;

    private static int[] Sizes(ReadOnlySpan<ColumnReference> columns)
    {
        int[] sizes = new int[columns.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = columns[i].LogSize;
        }

        return sizes;
    }
}
