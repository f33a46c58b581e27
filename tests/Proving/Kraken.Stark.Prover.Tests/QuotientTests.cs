using System;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Kraken.Stark.Merkle;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Tests.Oracles;
using Kraken.Stark.Prover.Simd;
using Kraken.Stark.Prover.Transforms;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>The quotient kernel against the formula, slot by slot.</summary>
public sealed class QuotientTests : IDisposable
{
    private const int LogDomain = 10;
    private static readonly TwiddleTable Twiddles = new(LogDomain);
    private readonly BufferPool pool = new();

    public void Dispose() => pool.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void QuotientsEqualTheFormulaOnTheFirstPartOfTheDomain(int blowup)
    {
        Check(blowup, batches => QuotientCombination.Compute(batches, LogDomain, blowup, Twiddles, pool));
        Check(blowup, batches => QuotientCombination.Compute<PackedM31>(batches, LogDomain, blowup, Twiddles, pool));
        Check(blowup, batches => QuotientCombination.Compute<WideM31>(batches, LogDomain, blowup, Twiddles, pool));
    }

    private void Check(int blowup, Func<QuotientTerms[], ColumnBlock> compute)
    {
        CirclePoint<QM31> point = Point(new QM31(7, 77, 777, 7777));
        QuotientTerms[] batches = [new(point), new(Point(new QM31(1, 22, 333, 4444)))];
        (ColumnReference Column, QM31 Value, QM31 Power, int Batch)[] samples = new (ColumnReference, QM31, QM31, int)[60];
        QM31 power = new(3, 1, 4, 1);
        for (int i = 0; i < samples.Length; i++)
        {
            ColumnBlock block = Columns.Random(pool, 1 + (i % (LogDomain - blowup)), 1, i);
            int log = block.LogSize + blowup;
            samples[i] = (
                new(ColumnTransforms.Values(block, log, log, Twiddles, pool), 0), power * (M31)(i + 1), power, i % 5 == 0 ? 1 : 0);
            batches[samples[i].Batch].Add(new(block, 0), samples[i].Value, power);
            power *= point.X;
        }

        using ColumnBlock quotients = compute(batches);
        CircleDomain domain = new CanonicCoset(LogDomain).CircleDomain;
        for (int slot = 0; slot < 1 << (LogDomain - blowup); slot++)
        {
            QM31 expected = QM31.Zero;
            foreach ((ColumnReference column, QM31 value, QM31 weight, int batch) in samples)
            {
                M31 opened = M31.FromCanonical(column.Rows[(int)LiftedIndex.ToColumn((uint)slot, LogDomain, column.LogSize)]);
                expected += weight * QuotientOracle.Quotient(batches[batch].Point, value, opened, domain.AtSlot((uint)slot));
            }

            Assert.Equal(expected, Columns.Secure(quotients, slot));
        }
    }

    private static CirclePoint<QM31> Point(QM31 t)
    {
        QM31 inverse = (QM31.One + (t * t)).Inverse();
        return new((QM31.One - (t * t)) * inverse, (t + t) * inverse);
    }
}
