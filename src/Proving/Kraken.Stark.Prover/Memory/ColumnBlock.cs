using System;
using System.Threading.Tasks;
using Kraken.Fields;

namespace Kraken.Stark.Prover.Memory;

/// <summary>
/// Columns of one size, each contiguous (structure of arrays), in storage order. Columns of 2^9 rows and more are staggered by an odd
/// number of cache lines, so that the same row of many columns does not fall into one cache set.
/// </summary>
public sealed unsafe class ColumnBlock : IDisposable
{
    // SAFETY: the buffer holds Stride * Count words (a view's lie inside those of its column); pointers handed out are used by
    // kernels for one column's rows, padded to eight.
    private const int Stagger = 17 * 16;
    private const int SmallestStride = 8;
    private readonly NativeBuffer buffer;
    private readonly long start;
    private readonly bool isView;

    /// <summary>Rents a block; its contents are undefined.</summary>
    /// <param name="pool">The source of the memory.</param>
    /// <param name="logSize">log2 of the rows.</param>
    /// <param name="count">The number of columns.</param>
    public ColumnBlock(BufferPool pool, int logSize, int count)
    {
        LogSize = logSize;
        Count = count;
        Stride = StrideOf(logSize);
        buffer = pool.Rent(Math.Max(1, Stride * count));
    }

    private ColumnBlock(ColumnBlock whole, int index, int logSize, long first)
    {
        LogSize = logSize;
        Count = 1;
        Stride = 1L << logSize;
        buffer = whole.buffer;
        start = whole.start + (index * whole.Stride) + first;
        isView = true;
    }

    /// <summary>log2 of the rows.</summary>
    public int LogSize { get; }

    /// <summary>The number of columns.</summary>
    public int Count { get; }

    /// <summary>Words from a column's start to the next column's.</summary>
    public long Stride { get; }

    /// <summary>The words that a block of so many columns of 2^logSize rows takes.</summary>
    public static long WordsOf(int logSize, int count) => StrideOf(logSize) * count;

    /// <summary>The first row of a column.</summary>
    public uint* Column(int index) => buffer.Words + start + (index * Stride);

    /// <summary>A column's rows as canonical words.</summary>
    public Span<uint> Rows(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
        return buffer.Span(start + (index * Stride), 1 << LogSize);
    }

    /// <summary>A part of a column as a block of its own, without a copy: it must not be used after this block.</summary>
    /// <param name="index">The column.</param>
    /// <param name="logSize">log2 of the part's rows, at least 3.</param>
    /// <param name="part">Which of the parts of that size.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column has no such part.</exception>
    public ColumnBlock Part(int index, int logSize, int part)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(1 << logSize, SmallestStride);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logSize, LogSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)part, 1U << (LogSize - logSize));
        return new(this, index, logSize, (long)part << logSize);
    }

    /// <summary>The secure value of which the first four columns hold the coordinates.</summary>
    internal QM31 Secure(int row) => new(
        M31.FromCanonical(Rows(0)[row]), M31.FromCanonical(Rows(1)[row]), M31.FromCanonical(Rows(2)[row]), M31.FromCanonical(Rows(3)[row]));

    private static long StrideOf(int logSize) => logSize >= 9 ? (1L << logSize) + Stagger : Math.Max(SmallestStride, 1L << logSize);

    /// <summary>Sets every row of every column to zero, on all cores: it may be the first touch of the memory.</summary>
    public void Clear() => Parallel.For(0, Count, i => Rows(i).Clear());

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!isView)
        {
            buffer.Dispose();
        }
    }
}
