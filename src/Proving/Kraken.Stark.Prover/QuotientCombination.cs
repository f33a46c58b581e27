using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Simd;
using Kraken.Stark.Prover.Transforms;

namespace Kraken.Stark.Prover;

/// <summary>
/// The random combination of all columns' quotients, computed on the first slots of the evaluation domain, as many as it has
/// coefficients, and extended from there. Columns are summed by their coefficients, and the sums alone are evaluated.
/// </summary>
internal static class QuotientCombination
{
    private const int Strip = LaneOperations.StripRows;
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
        List<QuotientSums> prepared = [];
        foreach (QuotientTerms batch in batches)
        {
            List<ColumnBlock> sums = [];
            foreach ((int log, (List<ColumnReference> columns, List<QM31> weights)) in batch.Groups)
            {
                ColumnBlock sum = SumColumns(columns, weights, log, pool);
                ColumnTransforms.Evaluate(sum, log + logBlowup, twiddles);
                sums.Add(sum);
            }

            prepared.Add(new(batch, logDomain - logBlowup, [.. sums]));
        }

        ColumnBlock result = new(pool, logDomain, 4);
        long rows = 1L << (logDomain - logBlowup);
        int strip = (int)Math.Min(Strip, rows);
        Parallel.For(0, (int)(rows / strip), i => QuotientKernel.Divide<T>(prepared, result, (long)i * strip, strip, twiddles));
        foreach (QuotientSums batch in prepared)
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
        uint[] words = WeightedSum.Words(weights);
        long rows = Math.Max(8, 1L << log);
        int perTask = (int)Math.Min(RowsPerTask, rows);
        Parallel.For(0, (int)(rows / perTask), task => WeightedSum.Columns(columns, words, sum, (long)task * perTask, perTask));
        GC.KeepAlive(words);
        return sum;
    }
}
