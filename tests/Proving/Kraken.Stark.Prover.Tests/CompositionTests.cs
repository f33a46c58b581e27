using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Air;
using Kraken.Air.Evaluation;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark.Merkle;
using Kraken.Stark.Prover.Constraints;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Transforms;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>Composition and interaction columns against the verifier's evaluator, slot by slot.</summary>
public sealed class CompositionTests : IDisposable
{
    private static readonly TwiddleTable Twiddles = new(13);
    private static readonly QM31 Coefficient = new(11, 222, 3333, 44444);
    private static readonly LookupElements Elements = new(new QM31(5, 6, 7, 8), new QM31(1000, 2000, 3000, 4000));
    private static readonly M31[] Parameters = [M31.FromCanonical(31)];
    private readonly BufferPool pool = new();

    public void Dispose() => pool.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void SumsOfConstraintsAgreeWithThePointEvaluator(int blowup)
    {
        (int Log, int Lookups)[] components = [(4, 3), (9, 2), (6, 1), (9, 5)];
        int maxLog = components.Max(component => component.Log);
        CompositionTask[] tasks = [.. components.Select((component, i) => Task(component.Log, component.Lookups, blowup, i))];
        using ColumnBlock halves = Composition.Evaluate(tasks, Elements, Coefficient, blowup, Twiddles, pool);

        uint[][] values = [.. Enumerable.Range(0, 4).Select(k => Evaluate(halves, k, maxLog, blowup))];
        int total = tasks.Sum(task => task.Air.ConstraintCount);
        for (int slot = 0; slot < 2 << maxLog; slot++)
        {
            QM31 expected = QM31.Zero;
            int left = total;
            for (int i = 0; i < tasks.Length; i++)
            {
                left -= tasks[i].Air.ConstraintCount;
                int own = (int)LiftedIndex.ToColumn((uint)slot, maxLog + 1, tasks[i].LogSize + 1);
                expected += Coefficient.Pow((ulong)left) * Quotient(masks[i], tasks[i], blowup, own);
            }

            Assert.Equal(expected, new QM31(
                M31.FromCanonical(values[0][slot]),
                M31.FromCanonical(values[1][slot]),
                M31.FromCanonical(values[2][slot]),
                M31.FromCanonical(values[3][slot])));
        }
    }

    [Fact]
    public void InteractionColumnsAreRunningSumsOfTheFractions()
    {
        foreach ((int log, int lookups) in ((int, int)[])[(4, 3), (5, 4), (10, 1), (10, 7)])
        {
            AirRecording air = AirRecording.Of(new SampleAir(lookups));
            ColumnBlock trace = Columns.Random(pool, log, air.Columns.Length, 40 + log);
            ColumnBlock fixedColumns = Columns.Random(pool, log, 1, 50 + log);
            using ColumnBlock columns = new(pool, log + 1, air.InteractionColumns);
            InteractionTask task = new(air, trace, Columns.Of(fixedColumns), Parameters);
            Assert.True(Interaction.TryGenerate(task, Elements, columns, pool, out QM31 claimed));
            CheckConstraints(air, log, trace, fixedColumns, columns, claimed);
        }
    }

    [Theory]
    [InlineData(4, 0, 0)]
    [InlineData(4, 15, 1)]
    [InlineData(10, 1000, 2)]
    [InlineData(10, 517, 6)]
    public void AVanishingDenominatorIsTold(int log, int row, int lookup)
    {
        AirRecording air = AirRecording.Of(new SampleAir(7));
        ColumnBlock trace = Columns.Random(pool, log, air.Columns.Length, 40 + log);
        ColumnBlock fixedColumns = Columns.Random(pool, log, 1, 50 + log);
        using ColumnBlock columns = new(pool, log + 1, air.InteractionColumns);
        M31[] values = [.. Row(trace, row).Select(value => value[0])];
        LookupElements elements = new(Elements.Z + SampleAir.Denominator(lookup, values, Elements), Elements.AlphaPowers[1]);
        Assert.True(SampleAir.Denominator(lookup, values, elements).IsZero);
        Assert.False(Interaction.TryGenerate(new(air, trace, Columns.Of(fixedColumns), Parameters), elements, columns, pool, out _));
    }

    private readonly List<(ColumnBlock Trace, ColumnBlock Fixed, ColumnBlock Interaction)> masks = [];

    private CompositionTask Task(int log, int lookups, int blowup, int seed)
    {
        AirRecording air = AirRecording.Of(new SampleAir(lookups));
        ColumnBlock trace = Columns.Random(pool, log, air.Columns.Length, (3 * seed) + 1);
        ColumnBlock interaction = Columns.Random(pool, log, air.InteractionColumns, (3 * seed) + 2);
        ColumnBlock fixedColumns = Columns.Random(pool, log, 1, (3 * seed) + 3);
        masks.Add((Extended(trace, blowup), Extended(fixedColumns, blowup), Extended(interaction, blowup)));
        return new(air, log, trace, interaction, Columns.Of(fixedColumns), Parameters, new QM31(seed + 1, 2, 3, 4));
    }

    private ColumnBlock Extended(ColumnBlock coefficients, int blowup) =>
        ColumnTransforms.Values(coefficients, coefficients.LogSize + blowup, coefficients.LogSize + blowup, Twiddles, pool);

    /// <summary>The values on the extended domain, of which the first slots are those of the sums.</summary>
    private static uint[] Evaluate(ColumnBlock halves, int coordinate, int maxLog, int blowup)
    {
        M31[] coefficients = new M31[1 << (maxLog + blowup)];
        for (int i = 0; i < 1 << maxLog; i++)
        {
            coefficients[i] = M31.FromCanonical(halves.Rows(coordinate)[i]);
            coefficients[(1 << maxLog) + i] = M31.FromCanonical(halves.Rows(4 + coordinate)[i]);
        }

        CircleFft.Evaluate(coefficients.AsSpan(), Twiddles.Tree);
        return [.. coefficients.Select(value => value.Value)];
    }

    private static QM31 Quotient(
        (ColumnBlock Trace, ColumnBlock Fixed, ColumnBlock Interaction) mask, CompositionTask task, int blowup, int slot)
    {
        int log = task.LogSize + 1;
        uint previous = CosetOrder.PreviousSlot(CosetOrder.PreviousSlot((uint)slot, log), log);
        QM31 sum = Sum(task.Air, mask.Trace, mask.Fixed, mask.Interaction, task.ClaimedSum, task.LogSize, slot, (int)previous, Coefficient);
        CircleDomain domain = new CanonicCoset(task.LogSize + blowup).CircleDomain;
        M31 vanishing = new CanonicCoset(task.LogSize).EvaluateVanishing(domain.AtSlot((uint)slot));
        return sum * vanishing.Inverse();
    }

    private static QM31 Sum(
        AirRecording air, ColumnBlock trace, ColumnBlock fixedColumns, ColumnBlock interaction,
        QM31 claimed, int logSize, int slot, int previous, QM31 coefficient)
    {
        QM31[] last = [.. Row(interaction, previous)[^4..]];
        ComponentMask mask = new()
        {
            Trace = Row(trace, slot),
            Preprocessed = Row(fixedColumns, slot),
            Parameters = Parameters,
            Interaction = Row(interaction, slot),
            PreviousInteraction = last,
            ClaimedSum = claimed,
            LogSize = logSize,
        };
        return PointEvaluator.Accumulate(air, mask, Elements, coefficient, QM31.Zero);
    }

    private static QM31[] Row(ColumnBlock block, int slot) =>
        [.. Enumerable.Range(0, block.Count).Select(i => (QM31)M31.FromCanonical(block.Rows(i)[slot]))];

    /// <summary>
    /// Every column but the last group is the sum of the fractions so far; the last one satisfies its constraint
    /// (Horner with coefficient 0 leaves that).
    /// </summary>
    private static void CheckConstraints(
        AirRecording air,
        int log,
        ColumnBlock trace,
        ColumnBlock fixedColumns,
        ColumnBlock columns,
        QM31 claimed)
    {
        for (int slot = 0; slot < 1 << log; slot++)
        {
            int previous = (int)CosetOrder.PreviousSlot((uint)slot, log);
            Assert.Equal(QM31.Zero, Sum(air, trace, fixedColumns, columns, claimed, log, slot, previous, QM31.Zero));
            QM31 sum = QM31.Zero;
            for (int i = 0; i < air.Lookups.Length; i++)
            {
                sum += SampleAir.Fraction(i, [.. Row(trace, slot).Select(value => value[0])], Elements);
                if (i % 2 == 1 && i / 2 < air.LookupBatches - 1)
                {
                    Assert.Equal(sum, new QM31(
                        Row(columns, slot)[2 * (i - 1)][0],
                        Row(columns, slot)[(2 * (i - 1)) + 1][0],
                        Row(columns, slot)[(2 * (i - 1)) + 2][0],
                        Row(columns, slot)[(2 * (i - 1)) + 3][0]));
                }
            }
        }

        Assert.False(claimed.IsZero);
    }
}
