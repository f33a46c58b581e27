using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Threading.Tasks;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// The random combination of all columns' quotients, computed on the first slots of the evaluation domain, as many as it has
/// coefficients, and extended from there. Columns are summed by their coefficients, and the sums alone are evaluated.
/// </summary>
internal static unsafe class QuotientKernel
{
    private const int Strip = 256;
    private const int ColumnsPerSweep = 24;
    private const int RowsPerTask = 4096;

    /// <summary>Computes the quotients.</summary>
    /// <param name="batches">The samples by point.</param>
    /// <param name="logDomain">log2 of the evaluation domain, at least 4.</param>
    /// <param name="logBlowup">log2 of the ratio of domain and coefficients.</param>
    /// <param name="twiddles">FFT factors of the domain.</param>
    /// <param name="pool">Memory.</param>
    /// <returns>Four coordinate columns on the whole domain.</returns>
    public static ColumnBlock Compute(
        IReadOnlyList<QuotientTerms> batches, int logDomain, int logBlowup, TwiddleTable twiddles, BufferPool pool) =>
        LaneOperations.IsWide(1 << (logDomain - logBlowup))
            ? Compute<WideM31>(batches, logDomain, logBlowup, twiddles, pool)
            : Compute<PackedM31>(batches, logDomain, logBlowup, twiddles, pool);

    /// <summary>Computes the quotients, with divisions at a given width, of which the rows are a multiple.</summary>
    public static ColumnBlock Compute<T>(
        IReadOnlyList<QuotientTerms> batches, int logDomain, int logBlowup, TwiddleTable twiddles, BufferPool pool)
        where T : unmanaged, IPackedM31<T>
    {
        List<PreparedBatch> prepared = [];
        foreach (QuotientTerms batch in batches)
        {
            List<ColumnBlock> sums = [];
            foreach ((int log, (List<ColumnReference> columns, List<QM31> weights)) in batch.Groups)
            {
                ColumnBlock sum = SumColumns(columns, weights, log, pool);
                Parallel.For(0, sum.Count, k => CircleTransform.Evaluate(sum.Column(k), log, log + logBlowup, twiddles));
                sums.Add(sum);
            }

            prepared.Add(new(batch, logDomain - logBlowup, [.. sums]));
        }

        ColumnBlock result = new(pool, logDomain, 4);
        long rows = 1L << (logDomain - logBlowup);
        int strip = (int)Math.Min(Strip, rows);
        Parallel.For(0, (int)(rows / strip), i => Divide<T>(prepared, result, (long)i * strip, strip, twiddles));
        foreach (PreparedBatch batch in prepared)
        {
            batch.Dispose();
        }

        ColumnTransforms.ExtendFromPart(result, logBlowup, twiddles);
        return result;
    }

    /// <summary>sum of weights times columns of 2^log coefficients.</summary>
    private static ColumnBlock SumColumns(List<ColumnReference> columns, List<QM31> weights, int log, BufferPool pool)
    {
        ColumnBlock sum = new(pool, log, 4);
        uint[] words = LookupPlan.Words(weights);
        uint* weightWords = (uint*)Marshal.UnsafeAddrOfPinnedArrayElement(words, 0);
        long rows = Math.Max(8, 1L << log);
        int perTask = (int)Math.Min(RowsPerTask, rows);
        Parallel.For(0, (int)(rows / perTask), task =>
        {
            // SAFETY: columns and sums cover the rows (padded to 8); the weights are pinned and kept alive below.
            uint** pointers = stackalloc uint*[ColumnsPerSweep];
            uint* part = stackalloc uint[4 * Strip];
            for (long row = (long)task * perTask; row < (task + 1L) * perTask; row += Math.Min(Strip, perTask))
            {
                int count = Math.Min(Strip, perTask);
                for (int first = 0; first < columns.Count; first += ColumnsPerSweep)
                {
                    int sweep = Math.Min(ColumnsPerSweep, columns.Count - first);
                    for (int i = 0; i < sweep; i++)
                    {
                        pointers[i] = columns[first + i].Words + row;
                    }

                    uint* weight = weightWords + (4 * first);
                    if (first == 0)
                    {
                        WeightedSum.Rows(pointers, weight, sweep, QM31.Zero, sum.Column(0) + row, (nint)sum.Stride, count);
                        continue;
                    }

                    WeightedSum.Rows(pointers, weight, sweep, QM31.Zero, part, Strip, count);
                    for (int k = 0; k < 4; k++)
                    {
                        uint* target = sum.Column(k) + row;
                        LaneOperations.Add(target, target, part + (k * Strip), count);
                    }
                }
            }
        });
        GC.KeepAlive(words);
        return sum;
    }

    private static void Divide<T>(List<PreparedBatch> batches, ColumnBlock result, long row, int rows, TwiddleTable twiddles)
        where T : unmanaged, IPackedM31<T>
    {
        // SAFETY: the strip lies in the first slots of the domain; scratch covers 6 strips.
        uint* x = stackalloc uint[6 * Strip];
        uint* y = x + Strip, factors = x + (2 * Strip), norms = x + (4 * Strip), inverses = x + (5 * Strip);
        DomainPoints(twiddles, result.LogSize, row, rows, x, y);
        for (int index = 0; index < batches.Count; index++)
        {
            Denominators<T>(batches[index].Terms.Point, x, y, factors, norms, rows);
            BatchInversion.Invert<T>(norms, inverses, rows);
            for (int k = 0; k < 2; k++)
            {
                LaneOperations.Multiply(factors + (k * Strip), factors + (k * Strip), inverses, rows);
            }

            AddQuotients<T>(batches[index], result, row, y, factors, rows, index == 0);
        }
    }

    /// <summary>The conjugates of (Re X - x) Im Y - (Re Y - y) Im X, two runs of a strip, and their norms.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Denominators<T>(CirclePoint<QM31> point, uint* x, uint* y, uint* conjugates, uint* norms, int rows)
        where T : unmanaged, IPackedM31<T>
    {
        PackedCM31<T> realX = PackedCM31<T>.Broadcast(point.X.X0), imaginaryX = PackedCM31<T>.Broadcast(point.X.X1);
        PackedCM31<T> realY = PackedCM31<T>.Broadcast(point.Y.X0), imaginaryY = PackedCM31<T>.Broadcast(point.Y.X1);
        T zero = T.Broadcast(M31.Zero);
        for (int i = 0; i < rows; i += T.Width)
        {
            PackedCM31<T> dx = new(realX.A - T.Load(x + i), realX.B), dy = new(realY.A - T.Load(y + i), realY.B);
            PackedCM31<T> denominator = (dx * imaginaryY) - (dy * imaginaryX);
            denominator.A.Store(conjugates + i);
            (zero - denominator.B).Store(conjugates + Strip + i);
            denominator.Norm().Store(norms + i);
        }
    }

    /// <summary>The lifted numerators less the line through the samples, times a factor, added to the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddQuotients<T>(PreparedBatch batch, ColumnBlock result, long row, uint* y, uint* factors, int rows, bool isFirst)
        where T : unmanaged, IPackedM31<T>
    {
        PackedQM31<T> slope = PackedQM31<T>.Broadcast(batch.Terms.SumA);
        PackedQM31<T> intercept = PackedQM31<T>.Broadcast(batch.Terms.SumB);
        uint* first = result.Column(0) + row;
        nint stride = (nint)result.Stride;
        for (int i = 0; i < rows; i += T.Width)
        {
            PackedQM31<T> numerator = batch.Lifted<T>(row + i) - (slope * T.Load(y + i)) - intercept;
            PackedCM31<T> factor = new(T.Load(factors + i), T.Load(factors + Strip + i));
            PackedQM31<T> quotient = numerator * factor;
            (isFirst ? quotient : quotient + PackedQM31<T>.Load(first + i, stride)).Store(first + i, stride);
        }
    }

    /// <summary>
    /// The coordinates of the slots of the domain: eight slots lie over one pair (s, t) of layer-1 factors and are
    /// (s, t), (s, -t), (-s, -t), (-s, t), (t, -s), (t, s), (-t, s), (-t, -s).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DomainPoints(TwiddleTable twiddles, int logDomain, long row, int rows, uint* x, uint* y)
    {
        uint* line = twiddles.Line(logDomain, 1, false) + (row >> 2);
        PackedM31 zero = PackedM31.Broadcast(M31.Zero);
        Vector256<uint> negativeX = Vector256.Create(0u, 0, ~0u, ~0u, 0, 0, ~0u, ~0u);
        Vector256<uint> negativeY = Vector256.Create(0u, ~0u, ~0u, 0, ~0u, 0, 0, ~0u);
        for (int i = 0; i < rows; i += 8, line += 2)
        {
            Vector128<uint> s = Vector128.Create(line[0]), t = Vector128.Create(line[1]);
            Vector256<uint> horizontal = Vector256.Create(s, t), vertical = Vector256.Create(t, s);
            Vector256.ConditionalSelect(negativeX, (zero - new PackedM31(horizontal)).Lanes, horizontal).Store(x + i);
            Vector256.ConditionalSelect(negativeY, (zero - new PackedM31(vertical)).Lanes, vertical).Store(y + i);
        }
    }

    private sealed class PreparedBatch(QuotientTerms terms, int logRows, ColumnBlock[] sums) : IDisposable
    {
        public QuotientTerms Terms => terms;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public PackedQM31<T> Lifted<T>(long slot)
            where T : unmanaged, IPackedM31<T>
        {
            PackedQM31<T> total = PackedQM31<T>.Broadcast(QM31.Zero);
            foreach (ColumnBlock sum in sums)
            {
                int k = logRows - sum.LogSize;
                total += new PackedQM31<T>(
                    LanePairs.Lifted<T>(sum.Column(0), slot, k),
                    LanePairs.Lifted<T>(sum.Column(1), slot, k),
                    LanePairs.Lifted<T>(sum.Column(2), slot, k),
                    LanePairs.Lifted<T>(sum.Column(3), slot, k));
            }

            return total;
        }

        public void Dispose()
        {
            foreach (ColumnBlock sum in sums)
            {
                sum.Dispose();
            }
        }
    }
}
