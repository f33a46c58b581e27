using System;

namespace Kraken.Stark.Prover.Memory;

/// <summary>
/// Columns of one size, each contiguous (structure of arrays), in storage order. Columns of 2^9 rows and more are staggered by an odd
/// number of cache lines, so that the same row of many columns does not fall into one cache set.
/// </summary>
public sealed unsafe class ColumnBlock : IDisposable
{
    // SAFETY: the buffer holds Stride * Count words; pointers handed out are used by kernels for one column's rows, padded to eight.
    private const int Stagger = 17 * 16;
    private const int SmallestStride = 8;
    private readonly NativeBuffer buffer;

    /// <summary>Rents a block; its contents are undefined.</summary>
    /// <param name="pool">The source of the memory.</param>
    /// <param name="logSize">log2 of the rows.</param>
    /// <param name="count">The number of columns.</param>
    public ColumnBlock(BufferPool pool, int logSize, int count)
    {
        LogSize = logSize;
        Count = count;
        Stride = logSize >= 9 ? (1L << logSize) + Stagger : Math.Max(SmallestStride, 1L << logSize);
        buffer = pool.Rent(Math.Max(1, Stride * count));
    }

    /// <summary>log2 of the rows.</summary>
    public int LogSize { get; }

    /// <summary>The number of columns.</summary>
    public int Count { get; }

    /// <summary>Words from a column's start to the next column's.</summary>
    public long Stride { get; }

    /// <summary>The first row of a column.</summary>
    public uint* Column(int index) => buffer.Words + (index * Stride);

    /// <summary>A column's rows as canonical words.</summary>
    public Span<uint> Rows(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
        return buffer.Span(index * Stride, 1 << LogSize);
    }

    /// <summary>Sets every row of every column to zero.</summary>
    public void Clear()
    {
        for (int i = 0; i < Count; i++)
        {
            Rows(i).Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => buffer.Dispose();
}
