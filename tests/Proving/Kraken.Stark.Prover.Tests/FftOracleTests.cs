using System;
using System.Linq;
using Kraken.Fields;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Scalar;
using Kraken.Stark.Prover.Simd;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>
/// The vectorised transforms against the scalar one that goes layer by layer: on the first slots of larger domains, on other parts of them
/// and with the inverse factors, at every size from the smallest to several cache parts.
/// </summary>
public sealed unsafe class FftOracleTests : IDisposable
{
    // SAFETY: a block's column has 2^logSize words, padded to eight, which is what the transforms are told.
    private const int MaxLog = 17;
    private static readonly TwiddleTable Twiddles = new(MaxLog + 2);
    private readonly BufferPool pool = new();

    private delegate void Transform(uint* data, int logSize, int domainLog, TwiddleTable twiddles);

    public void Dispose() => pool.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void ValuesOnTheFirstSlotsOfADomain(int blowup) => IsForward(CircleTransform.Evaluate, blowup, inverseFactors: false);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void CoefficientsOfTheFirstSlotsOfADomain(int blowup)
    {
        for (int log = 1; log <= MaxLog; log++)
        {
            using ColumnBlock block = Columns.Random(pool, log, 1, log);
            uint[] values = block.Rows(0).ToArray();
            uint[] expected = [.. values];
            SmallTransform.Inverse(expected, log, log + blowup, Twiddles.Tree, inverseFactors: true);
            CircleTransform.Interpolate(block.Column(0), log, log + blowup, Twiddles);
            Same(expected, block, $"2^{log} of 2^{log + blowup}");

            // There and back.
            CircleTransform.Evaluate(block.Column(0), log, log + blowup, Twiddles);
            Same(values, block, $"2^{log} of 2^{log + blowup}, back");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void WeightsAreTheForwardTransformWithInverseFactors(int blowup) =>
        IsForward(CircleTransform.TransposeInterpolation, blowup, inverseFactors: true);

    /// <summary>Every part of an extension is the transform of the same coefficients with the part's own factors.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ExtensionsArePartsOfTheirOwn(int blowup)
    {
        for (int log = 1; log <= MaxLog; log++)
        {
            using ColumnBlock block = Columns.Random(pool, log + blowup, 1, log);
            uint[] coefficients = block.Rows(0)[..(1 << log)].ToArray();
            uint[] expected = [.. Enumerable.Range(0, 1 << blowup).SelectMany(part =>
            {
                uint[] values = [.. coefficients];
                SmallTransform.Forward(values, log, log + blowup, Twiddles.Tree, inverseFactors: false, part);
                return values;
            })];
            CircleTransform.Extend(block.Column(0), log, blowup, Twiddles);
            Same(expected, block, $"2^{log} to 2^{log + blowup}");
        }
    }

    /// <summary>One part, to another place, and of it some slots only: what is asked for is what the scalars give there.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void PartsAndSlotsOfAnExtensionAreTheirOwn(int blowup)
    {
        Random random = new(blowup);
        for (int log = 1; log <= 13; log++)
        {
            using ColumnBlock coefficients = Columns.Random(pool, log, 1, log);
            using ColumnBlock part = new(pool, log, 1), some = new(pool, log + blowup, 1);
            uint[] before = coefficients.Rows(0).ToArray();
            for (int number = 0; number < 1 << blowup; number++)
            {
                uint[] expected = [.. before];
                SmallTransform.Forward(expected, log, log + blowup, Twiddles.Tree, inverseFactors: false, number);
                CircleTransform.EvaluatePart(new(coefficients, 0), new(part, 0), number, log + blowup, Twiddles);
                Same(expected, part, $"part {number} of 2^{log} to 2^{log + blowup}");

                int slot = random.Next(1 << log);
                some.Rows(0).Clear();
                SlotTransform.Evaluate(new(coefficients, 0), new(some, 0), [(uint)((number << log) + slot)], Twiddles);
                Assert.Equal(expected[slot], some.Rows(0)[(number << log) + slot]);
            }

            Assert.Equal(before, coefficients.Rows(0).ToArray());
        }
    }

    /// <summary>The transposed transform is the transpose: (A x, y) = (x, A^T y), where A interpolates without its normalisation.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(9)]
    [InlineData(16)]
    public void TheTransposeKeepsInnerProducts(int log)
    {
        using ColumnBlock x = Columns.Random(pool, log, 1, 1);
        using ColumnBlock y = Columns.Random(pool, log, 1, 2);
        uint[] values = x.Rows(0).ToArray();
        uint[] weights = y.Rows(0).ToArray();
        CircleTransform.Interpolate(x.Column(0), log, log, Twiddles);
        CircleTransform.TransposeInterpolation(y.Column(0), log, log, Twiddles);
        Assert.Equal(Inner(x.Rows(0), weights) * M31.FromCanonical(1U << log), Inner(values, y.Rows(0)));
    }

    private void IsForward(Transform transform, int blowup, bool inverseFactors)
    {
        for (int log = 1; log <= MaxLog; log++)
        {
            using ColumnBlock block = Columns.Random(pool, log, 1, log);
            uint[] expected = block.Rows(0).ToArray();
            SmallTransform.Forward(expected, log, log + blowup, Twiddles.Tree, inverseFactors, part: 0);
            transform(block.Column(0), log, log + blowup, Twiddles);
            Same(expected, block, $"2^{log} of 2^{log + blowup}");
        }
    }

    private static M31 Inner(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right)
    {
        M31 sum = M31.Zero;
        for (int i = 0; i < left.Length; i++)
        {
            sum += M31.FromCanonical(left[i]) * M31.FromCanonical(right[i]);
        }

        return sum;
    }

    private static void Same(ReadOnlySpan<uint> expected, ColumnBlock got, string where)
    {
        int place = expected.CommonPrefixLength(got.Rows(0));
        Assert.True(place == expected.Length, $"{where}: slot {place}");
    }
}
