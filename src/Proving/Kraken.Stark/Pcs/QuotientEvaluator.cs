using System;
using System.Collections.Generic;
using Kraken.Circle;
using Kraken.Fields;

namespace Kraken.Stark.Pcs;

/// <summary>
/// The value, at any point of the evaluation domain, of the random combination of all columns' quotients. The power counter starts at 1
/// and runs over trees, columns and samples in commit order; a column with two samples has three terms: f(Z) at Z + g_l (it is periodic
/// under lifting), f(Z - g) at Z - g, f(Z) at Z.
/// </summary>
internal sealed class QuotientEvaluator
{
    private readonly QuotientBatch[] batches;
    private readonly CirclePoint<QM31> point;
    private readonly QuotientBatch current;
    private readonly QuotientBatch previous;
    private readonly QuotientBatch?[] periodic;
    private readonly int maxLogSize;
    private readonly QM31 coefficient;
    private QM31 power = QM31.One;
    private int column;

    /// <summary>Takes the samples.</summary>
    /// <param name="trees">The columns of every tree; sampled ones are at most 2^maxLogSize long.</param>
    /// <param name="samples">The sampled values, in the shape that the trees say.</param>
    /// <param name="point">The out-of-domain point Z.</param>
    /// <param name="coefficient">The quotient coefficient.</param>
    /// <param name="maxLogSize">log2 of the number of coefficients after lifting.</param>
    internal QuotientEvaluator(
        List<TreeColumns> trees, QM31[][][] samples, CirclePoint<QM31> point, QM31 coefficient, int maxLogSize)
    {
        this.point = point;
        this.coefficient = coefficient;
        this.maxLogSize = maxLogSize;
        periodic = new QuotientBatch?[maxLogSize + 1];
        current = new(point);
        previous = new(point - CircleGroup.ToSecure(CirclePointIndex.SubgroupGenerator(maxLogSize).ToPoint()));
        for (int tree = 0; tree < trees.Count; tree++)
        {
            for (int column = 0; column < samples[tree].Length; column++)
            {
                AddColumn(samples[tree][column], trees[tree].LogSizes[column]);
            }
        }

        List<QuotientBatch> batches = [current, previous];
        foreach (QuotientBatch? batch in periodic)
        {
            if (batch is not null)
            {
                batches.Add(batch);
            }
        }

        this.batches = [.. batches];
    }

    /// <summary>The combined quotient at a point of the evaluation domain.</summary>
    /// <param name="row">The opened values there of all columns of all trees, in commit order.</param>
    /// <param name="value">The combined quotient.</param>
    /// <returns>False if the point lies on the line of a sample; no honest channel gives such a point in the
    /// life of the universe.</returns>
    internal bool TryEvaluate(M31[] row, CirclePoint<M31> domainPoint, out QM31 value)
    {
        value = QM31.Zero;
        Span<CM31> denominators = stackalloc CM31[batches.Length];
        for (int i = 0; i < denominators.Length; i++)
        {
            denominators[i] = batches[i].Denominator(domainPoint);
            if (denominators[i].IsZero)
            {
                return false;
            }
        }

        Span<CM31> inverses = stackalloc CM31[batches.Length];
        FieldInversion.Invert(denominators, inverses);
        for (int i = 0; i < inverses.Length; i++)
        {
            value += batches[i].Numerator(row, domainPoint.Y) * inverses[i];
        }

        return true;
    }

    private void AddColumn(QM31[] samples, int logSize)
    {
        if (samples.Length == 2)
        {
            Add(periodic[logSize] ??= new(PeriodicPoint(logSize)), samples[1]);
            Add(previous, samples[0]);
        }

        if (samples.Length > 0)
        {
            Add(current, samples[^1]);
        }

        column++;
    }

    private void Add(QuotientBatch batch, QM31 value)
    {
        batch.Add(column, value, power);
        power *= coefficient;
    }

    /// <summary>Z + g_l, where g_l has order 2^(M - l): Z itself for the largest columns.</summary>
    private CirclePoint<QM31> PeriodicPoint(int logSize) =>
        point + CircleGroup.ToSecure(CirclePointIndex.SubgroupGenerator(maxLogSize - logSize).ToPoint());
}
