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
    /// <summary>sum over i of weights[i] columns[i][row] + constant, for rows 0 .. rows - 1.</summary>
    /// <param name="columns">The columns' first rows.</param>
    /// <param name="weights">Four words per column.</param>
    /// <param name="count">The number of columns.</param>
    /// <param name="constant">Added to every sum.</param>
    /// <param name="destination">Four runs of <paramref name="stride"/> words.</param>
    /// <param name="stride">Words between runs.</param>
    /// <param name="rows">A multiple of 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows(uint** columns, uint* weights, int count, QM31 constant, uint* destination, nint stride, int rows)
    {
        // SAFETY: every column covers rows words, weights 4 * count words, and each run of the destination rows words.
        PackedQM31<PackedM31> start = PackedQM31<PackedM31>.Broadcast(constant);
        for (int row = 0; row < rows; row += 8)
        {
            WideAccumulator a = default, b = default, c = default, d = default;
            for (int i = 0; i < count;)
            {
                for (int end = Math.Min(count, i + WideAccumulator.Products); i < end; i++)
                {
                    Vector256<uint> even = Vector256.Load(columns[i] + row);
                    Vector256<uint> odd = Vector256.ShiftRightLogical(even.AsUInt64(), 32).AsUInt32();
                    uint* weight = weights + (4 * i);
                    a.Add(even, odd, Vector256.Create(weight[0]));
                    b.Add(even, odd, Vector256.Create(weight[1]));
                    c.Add(even, odd, Vector256.Create(weight[2]));
                    d.Add(even, odd, Vector256.Create(weight[3]));
                }

                a.Fold();
                b.Fold();
                c.Fold();
                d.Fold();
            }

            (new PackedQM31<PackedM31>(a.Result(), b.Result(), c.Result(), d.Result()) + start).Store(destination + row, stride);
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static QM31 InnerProduct(uint* column, ColumnBlock weights, long rows)
    {
        // SAFETY: the column and each weight column cover rows words.
        uint* w0 = weights.Column(0), w1 = weights.Column(1), w2 = weights.Column(2), w3 = weights.Column(3);
        WideAccumulator a = default, b = default, c = default, d = default;
        for (long row = 0; row < rows;)
        {
            for (long end = Math.Min(rows, row + (8 * WideAccumulator.Products)); row < end; row += 8)
            {
                Vector256<uint> even = Vector256.Load(column + row);
                Vector256<uint> odd = High(even);
                Add(ref a, even, odd, Vector256.Load(w0 + row));
                Add(ref b, even, odd, Vector256.Load(w1 + row));
                Add(ref c, even, odd, Vector256.Load(w2 + row));
                Add(ref d, even, odd, Vector256.Load(w3 + row));
            }

            a.Fold();
            b.Fold();
            c.Fold();
            d.Fold();
        }

        PackedQM31<PackedM31> lanes = new(a.Result(), b.Result(), c.Result(), d.Result());
        QM31 sum = QM31.Zero;
        for (int lane = 0; lane < 8; lane++)
        {
            sum += lanes[lane];
        }

        return sum;
    }

    private static Vector256<uint> High(Vector256<uint> value) => Vector256.ShiftRightLogical(value.AsUInt64(), 32).AsUInt32();

    private static void Add(ref WideAccumulator sum, Vector256<uint> even, Vector256<uint> odd, Vector256<uint> weight) =>
        sum.Add(even, odd, weight, High(weight));
}
