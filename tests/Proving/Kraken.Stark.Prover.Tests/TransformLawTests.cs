using System;
using System.Linq;
using System.Runtime.InteropServices;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark.Merkle;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Simd;
using Kraken.Stark.Prover.Transforms;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>Laws of the transforms that need no second implementation, and the smallest sizes.</summary>
public sealed unsafe class TransformLawTests : IDisposable
{
    // SAFETY: pointers are those of blocks that live until the test ends.
    private const int MaxLog = 11;
    private static readonly TwiddleTable Twiddles = new(MaxLog + 2);
    private readonly BufferPool pool = new();

    public void Dispose() => pool.Dispose();

    [Fact]
    public void InterpolationUndoesEvaluationOnAnyPart()
    {
        for (int log = 1; log <= MaxLog; log++)
        {
            for (int domain = log; domain <= log + 2; domain++)
            {
                using ColumnBlock block = Columns.Random(pool, log, 2, log);
                uint[] before = block.Rows(1).ToArray();
                CircleTransform.Evaluate(block.Column(1), log, domain, Twiddles);
                Assert.NotEqual(before, block.Rows(1).ToArray());
                CircleTransform.Interpolate(block.Column(1), log, domain, Twiddles);
                Assert.Equal(before, block.Rows(1).ToArray());
            }
        }
    }

    /// <summary>b . iFFT(v) = iFFT^T(b) . v, the law on which out-of-domain samples rest.</summary>
    [Fact]
    public void TheTransposeMovesToTheOtherSideOfAnInnerProduct()
    {
        for (int log = 1; log <= MaxLog; log++)
        {
            for (int domain = log; domain <= log + 2; domain++)
            {
                using ColumnBlock block = Columns.Random(pool, log, 4, 50 + log);
                block.Rows(0).CopyTo(block.Rows(2));
                block.Rows(1).CopyTo(block.Rows(3));
                CircleTransform.Interpolate(block.Column(0), log, domain, Twiddles);
                CircleTransform.TransposeInterpolation(block.Column(3), log, domain, Twiddles);
                M31 scale = M31.FromCanonical(1u << log).Inverse();
                Assert.Equal(Inner(block, 0, 1), Inner(block, 2, 3) * scale);
            }
        }
    }

    [Fact]
    public void TransformsAreLinear()
    {
        for (int log = 1; log <= MaxLog; log++)
        {
            using ColumnBlock block = Columns.Random(pool, log, 3, 90 + log);
            for (int i = 0; i < 1 << log; i++)
            {
                block.Rows(2)[i] = ((M31.FromCanonical(block.Rows(0)[i]) * (M31)7) + M31.FromCanonical(block.Rows(1)[i])).Value;
            }

            ColumnTransforms.Interpolate(block, Twiddles);
            Assert.All(Enumerable.Range(0, 1 << log), i => Assert.Equal(
                M31.FromCanonical(block.Rows(2)[i]), (M31.FromCanonical(block.Rows(0)[i]) * (M31)7) + M31.FromCanonical(block.Rows(1)[i])));
        }
    }

    /// <summary>A column lifted to a larger domain is the same polynomial at the doubled points.</summary>
    [Fact]
    public void ALiftedColumnIsThePolynomialAtMultiples()
    {
        for (int log = 1; log <= 5; log++)
        {
            for (int lift = 1; lift <= 3; lift++)
            {
                using ColumnBlock values = Columns.Random(pool, log, 1, log);
                M31[] coefficients = MemoryMarshal.Cast<uint, M31>(values.Rows(0)).ToArray();
                CircleFft.Interpolate(coefficients, Twiddles.Tree);
                CircleDomain domain = new CanonicCoset(log + lift).CircleDomain;
                for (uint slot = 0; slot < domain.Size; slot++)
                {
                    CirclePoint<QM31> point = CircleGroup.ToSecure(domain.AtSlot(slot).Double(lift));
                    M31 lifted = M31.FromCanonical(values.Rows(0)[(int)LiftedIndex.ToColumn(slot, log + lift, log)]);
                    Assert.Equal(lifted, CirclePolynomial.EvaluateAt(coefficients, point));
                }
            }
        }
    }

    /// <summary>Folding keeps the polynomial: f = g(pi x) + y h(pi x) folds to g + alpha h at the doubled abscissa, times two.</summary>
    [Fact]
    public void FoldingACircleLayerGivesTheCombinationOfItsHalves()
    {
        QM31 alpha = new(9, 8, 7, 6);
        for (int log = 2; log <= 8; log++)
        {
            using ColumnBlock values = Columns.Random(pool, log, 4, 7 * log);
            using ColumnBlock folded = new(pool, log - 1, 4);
            FriHalving.Halve(values, folded, alpha, true, Twiddles);
            M31[][] coordinates = [.. Enumerable.Range(0, 4).Select(k => MemoryMarshal.Cast<uint, M31>(values.Rows(k)).ToArray())];
            foreach (M31[] coordinate in coordinates)
            {
                CircleFft.Interpolate(coordinate, Twiddles.Tree);
            }

            CircleDomain domain = new CanonicCoset(log).CircleDomain;
            for (int i = 0; i < 1 << (log - 1); i++)
            {
                // The even coefficients are those without y; a point with y = 0 leaves nothing of the odd ones.
                CirclePoint<QM31> point = CircleGroup.ToSecure(domain.AtSlot(2 * (uint)i));
                QM31 even = Combine(coordinates, 0, point), odd = Combine(coordinates, 1, point);
                Assert.Equal((even + (alpha * odd)) * (M31)2, Columns.Secure(folded, i));
            }
        }
    }

    /// <summary>The part of the polynomial with (1) or without (0) the factor y, y divided out.</summary>
    private static QM31 Combine(M31[][] coordinates, int parity, CirclePoint<QM31> point)
    {
        QM31[] parts = [.. coordinates.Select(coefficients =>
        {
            M31[] half = [.. coefficients.Select((value, i) => i % 2 == parity ? value : M31.Zero)];
            QM31 sum = CirclePolynomial.EvaluateAt(half, point);
            return parity == 0 ? sum : sum * point.Y.Inverse();
        })];
        return QM31.FromPartialEvaluations(parts[0], parts[1], parts[2], parts[3]);
    }

    private static M31 Inner(ColumnBlock block, int left, int right)
    {
        M31 sum = M31.Zero;
        for (int i = 0; i < 1 << block.LogSize; i++)
        {
            sum += M31.FromCanonical(block.Rows(left)[i]) * M31.FromCanonical(block.Rows(right)[i]);
        }

        return sum;
    }
}
