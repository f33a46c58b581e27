using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Transforms;

namespace Kraken.Stark.Prover;

/// <summary>
/// Evaluates committed columns at the out-of-domain point Z, and where asked one step before it. A column of 2^l coefficients is lifted to
/// the largest size 2^M, so it is evaluated at 2^(M - l) Z.
/// </summary>
internal sealed class OutOfDomainSampler : IDisposable
{
    private readonly CirclePoint<QM31> point;
    private readonly CirclePoint<QM31> previous;
    private readonly int maxLog;
    private readonly BufferPool pool;
    private readonly Dictionary<(int Log, bool Previous), ColumnBlock> weights = [];

    public OutOfDomainSampler(CirclePoint<QM31> point, int maxLog, BufferPool pool)
    {
        this.point = point;
        previous = PreviousPoint(point, maxLog);
        this.maxLog = maxLog;
        this.pool = pool;
    }

    /// <summary>Z - g, where g generates the rows of the largest size.</summary>
    public static CirclePoint<QM31> PreviousPoint(CirclePoint<QM31> point, int maxLog) =>
        point - CircleGroup.ToSecure(CirclePointIndex.SubgroupGenerator(maxLog).ToPoint());

    /// <summary>The samples of a tree's columns: none, f(Z), or f(Z - g) and f(Z).</summary>
    /// <param name="columns">Columns of coefficients.</param>
    /// <param name="counts">Samples per column.</param>
    public QM31[][] Sample(IReadOnlyList<ColumnReference> columns, ReadOnlySpan<byte> counts)
    {
        byte[] wanted = counts.ToArray();
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] > 0)
            {
                Prepare(columns[i].LogSize, false);
            }

            if (wanted[i] > 1)
            {
                Prepare(columns[i].LogSize, true);
            }
        }

        QM31[][] samples = new QM31[wanted.Length][];
        Parallel.For(0, samples.Length, i => samples[i] = SampleColumn(columns[i], wanted[i]));
        return samples;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ColumnBlock weights in this.weights.Values)
        {
            weights.Dispose();
        }
    }

    private QM31[] SampleColumn(ColumnReference column, int count)
    {
        QM31[] samples = new QM31[count];
        if (count > 0)
        {
            samples[^1] = EvaluationWeights.Evaluate(column, weights[(column.LogSize, false)]);
        }

        if (count > 1)
        {
            samples[0] = EvaluationWeights.Evaluate(column, weights[(column.LogSize, true)]);
        }

        return samples;
    }

    private void Prepare(int log, bool previous)
    {
        if (!weights.ContainsKey((log, previous)))
        {
            CirclePoint<QM31> point = (previous ? this.previous : this.point).Double(maxLog - log);
            weights.Add((log, previous), EvaluationWeights.OfCoefficients(pool, point, log));
        }
    }
}
