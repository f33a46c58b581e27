using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Simd;

/// <summary>Sums of base columns with secure weights, one per row: the kernel of lookup combinations and of quotient numerators.</summary>
/// <remarks>
/// Lanes: one row per lane, even and odd lanes in accumulators of their own (<see cref="IWideAccumulator{TVector, TLanes}"/>).
/// Twin: <see cref="QM31"/>, product by product.
/// </remarks>
internal static unsafe class WeightedSum
{
    // Products that may be added between two folds, see IWideAccumulator.
    private const int Products = 3;
    private const int ColumnsPerSweep = 24;

    /// <summary>Four words per weight, at a fixed address.</summary>
    public static uint[] Words(List<QM31> weights)
    {
        uint[] words = GC.AllocateUninitializedArray<uint>(Math.Max(1, 4 * weights.Count), pinned: true);
        for (int i = 0; i < weights.Count; i++)
        {
            for (int k = 0; k < 4; k++)
            {
                words[(4 * i) + k] = weights[i][k].Value;
            }
        }

        return words;
    }

    /// <summary>The sum over some of the registers of a strip.</summary>
    /// <param name="registers">The registers' first rows.</param>
    /// <param name="indices">Those that are summed, at most 256.</param>
    /// <param name="weights">Their weights, see <see cref="Words"/>.</param>
    /// <param name="constant">Added to every sum.</param>
    /// <param name="destination">Four runs of <paramref name="stride"/> words.</param>
    /// <param name="stride">Words between runs.</param>
    /// <param name="rows">A multiple of 8.</param>
    public static void Gather(
        uint** registers, int[] indices, uint[] weights, QM31 constant, uint* destination, nint stride, int rows)
    {
        // SAFETY: every register covers rows words; the weights are pinned.
        uint** columns = stackalloc uint*[indices.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            columns[i] = registers[indices[i]];
        }

        Rows(columns, Pinned(weights), indices.Length, constant, destination, stride, rows);
    }

    /// <summary>The sum over any number of columns, for rows first .. first + count - 1.</summary>
    /// <param name="weights">Their weights, see <see cref="Words"/>.</param>
    /// <param name="sum">Four columns, written.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows, a multiple of 8; above 256 of 256.</param>
    public static void Columns(List<ColumnReference> columns, uint[] weights, ColumnBlock sum, long first, int count)
    {
        // SAFETY: columns and sums cover the rows (padded to 8); the weights are pinned, and the caller keeps them.
        int strip = Math.Min(LaneOperations.StripRows, count);
        uint** pointers = stackalloc uint*[ColumnsPerSweep];
        uint* part = stackalloc uint[4 * LaneOperations.StripRows];
        for (long row = first; row < first + count; row += strip)
        {
            for (int from = 0; from < columns.Count; from += ColumnsPerSweep)
            {
                int sweep = Math.Min(ColumnsPerSweep, columns.Count - from);
                for (int i = 0; i < sweep; i++)
                {
                    pointers[i] = columns[from + i].Words + row;
                }

                uint* weight = Pinned(weights) + (4 * from);
                if (from == 0)
                {
                    Rows(pointers, weight, sweep, QM31.Zero, sum.Column(0) + row, (nint)sum.Stride, strip);
                    continue;
                }

                Rows(pointers, weight, sweep, QM31.Zero, part, LaneOperations.StripRows, strip);
                for (int k = 0; k < 4; k++)
                {
                    uint* target = sum.Column(k) + row;
                    LaneOperations.Add(target, target, part + (k * LaneOperations.StripRows), strip);
                }
            }
        }
    }

    /// <summary>sum over i of weights[i] columns[i][row] + constant, for rows 0 .. rows - 1.</summary>
    /// <param name="columns">The columns' first rows.</param>
    /// <param name="weights">Four words per column.</param>
    /// <param name="count">The number of columns.</param>
    /// <param name="constant">Added to every sum.</param>
    /// <param name="destination">Four runs of <paramref name="stride"/> words.</param>
    /// <param name="stride">Words between runs.</param>
    /// <param name="rows">A multiple of 8.</param>
    public static void Rows(uint** columns, uint* weights, int count, QM31 constant, uint* destination, nint stride, int rows)
    {
        if (LaneOperations.IsWide(rows))
        {
            Rows<WideAccumulator16, Vector512<uint>, WideM31>(columns, weights, count, constant, destination, stride, rows);
        }
        else
        {
            Rows<WideAccumulator8, Vector256<uint>, PackedM31>(columns, weights, count, constant, destination, stride, rows);
        }
    }

    /// <summary>The sums at a given width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows<TSum, TVector, TLanes>(
        uint** columns, uint* weights, int count, QM31 constant, uint* destination, nint stride, int rows)
        where TSum : struct, IWideAccumulator<TVector, TLanes>
        where TLanes : unmanaged, IPackedM31<TLanes>
    {
        // SAFETY: every column covers rows words, weights 4 * count words, and each run of the destination rows words.
        PackedQM31<TLanes> start = PackedQM31<TLanes>.Broadcast(constant);
        for (int row = 0; row < rows; row += TLanes.Width)
        {
            TSum a = default, b = default, c = default, d = default;
            for (int i = 0; i < count;)
            {
                for (int end = Math.Min(count, i + Products); i < end; i++)
                {
                    TVector even = TSum.Load(columns[i] + row), odd = TSum.Odd(even);
                    uint* weight = weights + (4 * i);
                    TVector factor = TSum.Broadcast(weight[0]);
                    a.Add(even, odd, factor, factor);
                    factor = TSum.Broadcast(weight[1]);
                    b.Add(even, odd, factor, factor);
                    factor = TSum.Broadcast(weight[2]);
                    c.Add(even, odd, factor, factor);
                    factor = TSum.Broadcast(weight[3]);
                    d.Add(even, odd, factor, factor);
                }

                a.Fold();
                b.Fold();
                c.Fold();
                d.Fold();
            }

            (new PackedQM31<TLanes>(a.Result(), b.Result(), c.Result(), d.Result()) + start).Store(destination + row, stride);
        }
    }

    /// <summary>The inner product of a base column with a secure column of weights.</summary>
    /// <param name="column">The values.</param>
    /// <param name="weights">Four columns of weights.</param>
    /// <param name="rows">A multiple of 8.</param>
    public static QM31 InnerProduct(uint* column, ColumnBlock weights, long rows) => VectorHardware.HasWideLanes && rows % 16 == 0
        ? InnerProduct<WideAccumulator16, Vector512<uint>, WideM31>(column, weights, rows)
        : InnerProduct<WideAccumulator8, Vector256<uint>, PackedM31>(column, weights, rows);

    /// <summary>The inner product of a base column's first rows, as many as there are weights, with them.</summary>
    public static QM31 InnerProduct(ColumnReference column, ColumnBlock weights) =>
        InnerProduct(column.Words, weights, 1L << weights.LogSize);

    /// <summary>The inner product at a given width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static QM31 InnerProduct<TSum, TVector, TLanes>(uint* column, ColumnBlock weights, long rows)
        where TSum : struct, IWideAccumulator<TVector, TLanes>
        where TLanes : unmanaged, IPackedM31<TLanes>
    {
        // SAFETY: the column and each weight column cover rows words.
        uint* w0 = weights.Column(0), w1 = weights.Column(1), w2 = weights.Column(2), w3 = weights.Column(3);
        TSum a = default, b = default, c = default, d = default;
        for (long row = 0; row < rows;)
        {
            for (long end = Math.Min(rows, row + (TLanes.Width * Products)); row < end; row += TLanes.Width)
            {
                TVector even = TSum.Load(column + row), odd = TSum.Odd(even);
                TVector factor = TSum.Load(w0 + row);
                a.Add(even, odd, factor, TSum.Odd(factor));
                factor = TSum.Load(w1 + row);
                b.Add(even, odd, factor, TSum.Odd(factor));
                factor = TSum.Load(w2 + row);
                c.Add(even, odd, factor, TSum.Odd(factor));
                factor = TSum.Load(w3 + row);
                d.Add(even, odd, factor, TSum.Odd(factor));
            }

            a.Fold();
            b.Fold();
            c.Fold();
            d.Fold();
        }

        PackedQM31<TLanes> lanes = new(a.Result(), b.Result(), c.Result(), d.Result());
        QM31 sum = QM31.Zero;
        for (int lane = 0; lane < TLanes.Width; lane++)
        {
            sum += lanes[lane];
        }

        return sum;
    }

    private static uint* Pinned(uint[] weights) => (uint*)Marshal.UnsafeAddrOfPinnedArrayElement(weights, 0);
}
