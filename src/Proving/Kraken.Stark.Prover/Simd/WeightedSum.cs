using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Simd;

/// <summary>Sums of base columns with secure weights, one per row: the kernel of lookup combinations and of quotient numerators.</summary>
internal static unsafe class WeightedSum
{
    // Products that may be added between two folds, see IWideAccumulator.
    private const int Products = 3;

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

    /// <summary>The scalar oracle of <see cref="Rows"/>, for one row.</summary>
    public static QM31 Row(uint** columns, uint* weights, int count, QM31 constant, int row)
    {
        // SAFETY: as above.
        QM31 sum = constant;
        for (int i = 0; i < count; i++)
        {
            QM31 weight = new(
                M31.FromCanonical(weights[4 * i]),
                M31.FromCanonical(weights[(4 * i) + 1]),
                M31.FromCanonical(weights[(4 * i) + 2]),
                M31.FromCanonical(weights[(4 * i) + 3]));
            sum += weight * M31.FromCanonical(columns[i][row]);
        }

        return sum;
    }

    /// <summary>The inner product of a base column with a secure column of weights.</summary>
    /// <param name="column">The values.</param>
    /// <param name="weights">Four columns of weights.</param>
    /// <param name="rows">A multiple of 8.</param>
    public static QM31 InnerProduct(uint* column, ColumnBlock weights, long rows) => VectorHardware.HasWideLanes && rows % 16 == 0
        ? InnerProduct<WideAccumulator16, Vector512<uint>, WideM31>(column, weights, rows)
        : InnerProduct<WideAccumulator8, Vector256<uint>, PackedM31>(column, weights, rows);

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
}
