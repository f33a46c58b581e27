using System;
using System.Linq;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark.Fri;
using Xunit;

namespace Kraken.Stark.Tests;

/// <summary>Folding and its schedule.</summary>
public sealed class FriLawTests
{
    [Fact]
    public void ScheduleEndsExactlyAtTheLastLayer()
    {
        for (int step = 1; step <= 4; step++)
        {
            for (int last = 0; last <= FriConfig.MaxLogLastLayerDegreeBound; last++)
            {
                FriConfig config = new(1, last, 70, step);
                for (int bound = step + last; bound < 25; bound++)
                {
                    int[]? schedule = config.FoldSchedule(bound);
                    Assert.NotNull(schedule);
                    Assert.Equal(bound - last, schedule.Sum());
                    Assert.Equal(step, schedule[0]);
                    Assert.All(schedule, s => Assert.InRange(s, 1, step));
                }

                Assert.Null(config.FoldSchedule(step + last - 1));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void FoldingALowDegreePolynomialGivesAConstant(int step)
    {
        const int LogDegree = 6;
        FriConfig config = new(2, 0, 1, step);
        QM31[] values = LowDegreeValues(LogDegree, 2);
        int logSize = LogDegree + 2;
        int layer = 0;
        foreach (int halvings in config.FoldSchedule(LogDegree)!)
        {
            values = FoldLayer(values, logSize, halvings, layer++);
            logSize -= halvings;
        }

        Assert.Equal(4, values.Length);
        Assert.All(values, v => Assert.Equal(values[0], v));
        Assert.False(values[0].IsZero);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void FoldingLessLeavesAPolynomialOfTheBound(int last)
    {
        const int LogDegree = 6;
        FriConfig config = new(2, last, 1, 2);
        QM31[] values = LowDegreeValues(LogDegree, 2);
        int logSize = LogDegree + 2;
        int layer = 0;
        foreach (int halvings in new FriConfig(2, last, 1, 1).FoldSchedule(LogDegree)!)
        {
            values = FoldLayer(values, logSize, halvings, layer++);
            logSize -= halvings;
        }

        Assert.Equal(last + config.LogBlowup, logSize);
        QM31[] coefficients = [.. values];
        LinePolynomial.Interpolate(coefficients, LineDomain.HalfOdds(logSize));
        LineDomain domain = LineDomain.HalfOdds(logSize);
        Assert.All(values, (value, slot) => Assert.Equal(value, LinePolynomial.EvaluateAt(coefficients, domain.AtSlot((uint)slot))));

        // In bit-reversed order the upper coefficients are those whose place is no multiple of the blowup.
        Assert.All(coefficients, (value, place) => Assert.Equal(place % 4 != 0, value.IsZero));
    }

    [Fact]
    public void FoldingAnotherFunctionDoesNot()
    {
        QM31[] values = LowDegreeValues(6, 2);
        values[9] += QM31.One;
        for (int layer = 0; layer < 6; layer++)
        {
            values = FoldLayer(values, 8 - layer, 1, layer);
        }

        Assert.Contains(values, v => v != values[0]);
    }

    [Fact]
    public void PositionsFoldWithoutDuplicates()
    {
        Assert.Equal(new uint[] { 0, 1, 3, 7 }, QueryPositions.Fold([0, 1, 2, 3, 6, 7, 14], 1));
        Assert.Equal(new uint[] { 0, 1 }, QueryPositions.Fold([0, 1, 2, 3, 6, 7, 14], 3));
    }

    private static QM31[] FoldLayer(QM31[] values, int logSize, int step, int layer)
    {
        QM31 alpha = new(layer + 1, 2, 3, 5);
        QM31[] next = new QM31[values.Length >> step];
        for (int i = 0; i < next.Length; i++)
        {
            Span<QM31> coset = values.AsSpan(i << step, 1 << step);
            uint slot = (uint)i << step;
            next[i] = layer == 0
                ? FriFold.CircleCoset(coset, slot, new CanonicCoset(logSize).CircleDomain, alpha)
                : FriFold.LineCoset(coset, slot, LineDomain.HalfOdds(logSize), alpha);
        }

        return next;
    }

    private static QM31[] LowDegreeValues(int logDegree, int logBlowup)
    {
        Random random = new(3);
        TwiddleTree twiddles = new(logDegree + logBlowup);
        M31[][] coordinates = [.. Enumerable.Range(0, 4).Select(_ =>
            CircleFft.Extend([.. Enumerable.Range(0, 1 << logDegree).Select(_ => (M31)random.Next(int.MaxValue))], logBlowup, twiddles))];
        return [.. Enumerable.Range(0, 1 << (logDegree + logBlowup))
            .Select(i => new QM31(coordinates[0][i], coordinates[1][i], coordinates[2][i], coordinates[3][i]))];
    }
}
