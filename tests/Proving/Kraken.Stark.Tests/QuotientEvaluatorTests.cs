using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark.Pcs;
using Xunit;

namespace Kraken.Stark.Tests;

/// <summary>
/// Quotients by their definition: each is what is left of a column after the line through its sample and the conjugate one, divided by the
/// line through the two points; and they are polynomials exactly where the samples are the columns' values.
/// </summary>
public sealed class QuotientEvaluatorTests
{
    private const int MaxLog = 5;
    private static readonly CirclePoint<QM31> Point = CircleGroup.FromParameter(new(12, 34, 56, 78));
    private static readonly QM31 Coefficient = new(3, 1, 4, 1);

    // Sizes and samples per column, in two trees.
    private static readonly (int Log, byte Samples)[][] Trees = [[(5, 1), (3, 1), (4, 0)], [(5, 2), (2, 2), (5, 1)]];

    [Fact]
    public void TheSumIsThatOfTheFormula()
    {
        QM31[][][] samples = RandomSamples();
        QuotientEvaluator evaluator = Evaluator(samples);
        Random random = new(4);
        CircleDomain domain = new CanonicCoset(MaxLog + 1).CircleDomain;
        for (uint slot = 0; slot < domain.Size; slot++)
        {
            M31[] row = [.. Trees.SelectMany(tree => tree).Select(_ => M31.FromCanonical((uint)random.Next((int)M31.Modulus)))];
            CirclePoint<M31> at = domain.AtSlot(slot);
            Assert.True(evaluator.TryEvaluate(row, at, out QM31 value));
            Assert.Equal(Formula(samples, row, at), value);
        }
    }

    [Fact]
    public void TrueSamplesGiveAPolynomialOfTheBound()
    {
        QM31[] quotients = Quotients(0);
        Assert.Contains(quotients, value => !value.IsZero);
        Assert.All(HighCoefficients(quotients), coefficient => Assert.Equal(M31.Zero, coefficient));
    }

    [Fact]
    public void OneFalseSampleDoesNot() => Assert.Contains(HighCoefficients(Quotients(1)), coefficient => !coefficient.IsZero);

    /// <summary>A domain point on the line of a sample's point and its conjugate: only a point of the base field can lie there.</summary>
    [Fact]
    public void AVanishingDenominatorIsTold()
    {
        CirclePoint<M31> at = new CanonicCoset(MaxLog + 1).CircleDomain.AtSlot(3);
        QuotientEvaluator evaluator = new(
            [new TreeColumns([MaxLog], [1])], [[[QM31.One]]], CircleGroup.ToSecure(at), Coefficient, MaxLog);
        Assert.False(evaluator.TryEvaluate([M31.One], at, out QM31 value));
        Assert.Equal(QM31.Zero, value);
    }

    private static QuotientEvaluator Evaluator(QM31[][][] samples) => new(
        [.. Trees.Select(tree => new TreeColumns([.. tree.Select(c => c.Log)], [.. tree.Select(c => c.Samples)]))],
        samples,
        Point,
        Coefficient,
        MaxLog);

    private static QM31[][][] RandomSamples()
    {
        Random random = new(9);
        return [.. Trees.Select(tree => tree.Select(column => Enumerable.Range(0, column.Samples)
            .Select(_ => new QM31(random.Next(), random.Next(), random.Next(), random.Next())).ToArray()).ToArray())];
    }

    /// <summary>
    /// Terms in the order of trees, columns and samples with rising powers; a column with two samples has a third term, its value at Z
    /// again at the point Z + g of its own period.
    /// </summary>
    private static QM31 Formula(QM31[][][] samples, M31[] row, CirclePoint<M31> at)
    {
        QM31 sum = QM31.Zero;
        QM31 power = QM31.One;
        int column = 0;
        for (int tree = 0; tree < Trees.Length; tree++)
        {
            for (int i = 0; i < Trees[tree].Length; i++, column++)
            {
                QM31[] values = samples[tree][i];
                foreach ((CirclePoint<QM31> point, QM31 value) in Points(values, Trees[tree][i].Log))
                {
                    sum += power * Quotient(point, value, row[column], at);
                    power *= Coefficient;
                }
            }
        }

        return sum;
    }

    private static IEnumerable<(CirclePoint<QM31> Point, QM31 Value)> Points(QM31[] values, int log)
    {
        if (values.Length == 2)
        {
            yield return (Point + Generator(MaxLog - log), values[1]);
            yield return (Point - Generator(MaxLog), values[0]);
        }

        if (values.Length > 0)
        {
            yield return (Point, values[^1]);
        }
    }

    private static QM31 Quotient(CirclePoint<QM31> point, QM31 value, M31 opened, CirclePoint<M31> at)
    {
        // The line a Y + b through (P.y, v) and its conjugate, times c.
        QM31 a = value.Conjugate() - value;
        QM31 c = point.Y.Conjugate() - point.Y;
        QM31 b = (value * c) - (a * point.Y);
        CM31 denominator = ((point.X.X0 - at.X) * point.Y.X1) - ((point.Y.X0 - at.Y) * point.X.X1);
        return ((c * opened) - (a * at.Y) - b) * denominator.Inverse();
    }

    private static CirclePoint<QM31> Generator(int log) => CircleGroup.ToSecure(CirclePointIndex.SubgroupGenerator(log).ToPoint());

    /// <summary>The quotients of two random polynomials on the extended domain, with an error in the first sample.</summary>
    private static QM31[] Quotients(int error)
    {
        Random random = new(2);
        TwiddleTree twiddles = new(MaxLog + 1);
        M31[][] coefficients = [.. Enumerable.Range(0, 2).Select(_ =>
            Enumerable.Range(0, 1 << MaxLog).Select(_ => M31.FromCanonical((uint)random.Next((int)M31.Modulus))).ToArray())];
        M31[][] extended = [.. coefficients.Select(column => CircleFft.Extend(column, 1, twiddles))];
        QM31[][][] samples =
        [
            [
                [CirclePolynomial.EvaluateAt(coefficients[0], Point) + (QM31)(M31)error],
                [
                    CirclePolynomial.EvaluateAt(coefficients[1], Point - Generator(MaxLog)),
                    CirclePolynomial.EvaluateAt(coefficients[1], Point),
                ],
            ],
        ];
        QuotientEvaluator evaluator = new([new TreeColumns([MaxLog, MaxLog], [1, 2])], samples, Point, Coefficient, MaxLog);
        CircleDomain domain = new CanonicCoset(MaxLog + 1).CircleDomain;
        return [.. Enumerable.Range(0, 2 << MaxLog).Select(slot =>
        {
            Assert.True(evaluator.TryEvaluate([extended[0][slot], extended[1][slot]], domain.AtSlot((uint)slot), out QM31 value));
            return value;
        })];
    }

    /// <summary>The coefficients beyond the degree bound, of all coordinates.</summary>
    private static M31[] HighCoefficients(QM31[] values) => [.. Enumerable.Range(0, 4).SelectMany(k =>
    {
        M31[] coordinate = [.. values.Select(value => value[k])];
        CircleFft.Interpolate(coordinate, new TwiddleTree(MaxLog + 1));
        return coordinate[(1 << MaxLog)..];
    })];
}
