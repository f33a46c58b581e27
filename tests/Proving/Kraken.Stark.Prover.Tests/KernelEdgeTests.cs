using System;
using System.Linq;
using System.Threading;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark.Merkle;
using Kraken.Stark.Prover.Constraints;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Scalar;
using Kraken.Stark.Prover.Simd;
using Kraken.Stark.Prover.Transforms;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>The kernels at the sizes below, at and above one vector, and at the largest operands.</summary>
public sealed unsafe class KernelEdgeTests : IDisposable
{
    // SAFETY: pointers are those of blocks that live until the test ends, padded to eight rows.
    private const int LogChunk = 10;
    private readonly BufferPool pool = new();

    public void Dispose() => pool.Dispose();

    [Fact]
    public void PrefixSumsEqualTheScalarOnesAtEverySize()
    {
        for (int log = 1; log <= 13; log++)
        {
            using ColumnBlock block = Columns.Random(pool, log, 2, log);
            block.Rows(0).CopyTo(block.Rows(1));
            M31 expected = block.Rows(0).ToArray().Aggregate(M31.Zero, (sum, value) => sum + M31.FromCanonical(value));
            Assert.Equal(expected, Interaction.Accumulate(new ColumnReference(block, 0), log, pool));
            ScalarPrefixSum.Accumulate(block.Rows(1), log, expected * M31.FromCanonical(1u << log).Inverse());
            Assert.Equal(block.Rows(1).ToArray(), block.Rows(0).ToArray());
        }
    }

    /// <summary>All operands at p - 1: the sums of products that come closest to an overflow.</summary>
    [Fact]
    public void WideSumsOfTheLargestOperandsDoNotOverflow()
    {
        const int Rows = 64;
        uint** pointers = stackalloc uint*[24];
        foreach (int count in (int[])[1, 2, 3, 4, 5, 6, 23, 24])
        {
            using ColumnBlock columns = Filled(6, count, M31.Modulus - 1);
            using ColumnBlock weights = Filled(7, 1, M31.Modulus - 1);
            using ColumnBlock sums = new(pool, 6, 4);
            for (int i = 0; i < count; i++)
            {
                pointers[i] = columns.Column(i);
            }

            QM31 largest = new(-1, -1, -1, -1);
            WeightedSum.Rows(pointers, weights.Column(0), count, largest, sums.Column(0), (nint)sums.Stride, Rows);
            QM31 expected = new(count - 1, count - 1, count - 1, count - 1);
            Assert.All(Enumerable.Range(0, Rows), row => Assert.Equal(expected, Columns.Secure(sums, row)));
        }
    }

    [Fact]
    public void InnerProductsOfTheLargestOperandsDoNotOverflow()
    {
        using ColumnBlock column = Filled(12, 1, M31.Modulus - 1);
        using ColumnBlock weights = Filled(12, 4, M31.Modulus - 1);
        foreach (int rows in (int[])[8, 16, 24, 32, 1 << 12])
        {
            Assert.Equal(new QM31(rows, rows, rows, rows), WeightedSum.InnerProduct(column.Column(0), weights, rows));
        }
    }

    [Fact]
    public void LiftedIndicesAreTheVerifiers()
    {
        for (int log = 1; log <= 6; log++)
        {
            for (int lift = 0; lift <= 5; lift++)
            {
                for (uint slot = 0; slot < 1u << (log + lift); slot++)
                {
                    Assert.Equal(LiftedIndex.ToColumn(slot, log + lift, log), (uint)LiftedLanes.Index(slot, lift));
                }
            }
        }
    }

    [Fact]
    public void TwiddlesOfAllLayersAreTheTrees()
    {
        TwiddleTable table = new(9);
        Assert.Equal(9, table.MaxLogSize);
        for (int log = 2; log <= 9; log++)
        {
            for (int layer = 1; layer < log; layer++)
            {
                foreach (bool inverse in (bool[])[false, true])
                {
                    M31[] expected = (inverse ? table.Tree.LineInverse(log, layer) : table.Tree.Line(log, layer)).ToArray();
                    uint* line = table.Line(log, layer, inverse);
                    Assert.Equal(expected.Select(value => value.Value), new Span<uint>(line, expected.Length).ToArray());
                }
            }
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(14)]
    public void PredicatesAreSearchedInOrder(int lowBits)
    {
        // Good are all nonces from one on, so that only the order tells them apart.
        foreach (ulong first in (ulong[])[0, 1, 1023, 1024, (1UL << 32) | 5, (3UL << 32) | 1023])
        {
            ulong at = first & ((1UL << lowBits) - 1) | (first & ~0xffff_ffffUL);
            Assert.Equal(at, NonceSearch.First(lowBits, LogChunk, nonce => Place(nonce, at), TestContext.Current.CancellationToken));
        }

        using CancellationTokenSource ended = new();
        ended.Cancel();
        Assert.Throws<ArgumentOutOfRangeException>(() => NonceSearch.First(LogChunk - 1, LogChunk, _ => 0, ended.Token));
        Assert.Throws<OperationCanceledException>(() => NonceSearch.First(lowBits, LogChunk, _ => -1, ended.Token));
    }

    /// <summary>The place of the first nonce not below a border.</summary>
    private static int Place(ulong first, ulong border) =>
        first >= border ? 0 : first + (1 << LogChunk) > border ? (int)(border - first) : -1;

    [Fact]
    public void MinimaOfManyThreadsAreKept()
    {
        long best = long.MaxValue;
        System.Threading.Tasks.Parallel.For(0, 1000, i => NonceSearch.Minimum(ref best, 1000 - i));
        Assert.Equal(1, best);
        NonceSearch.Minimum(ref best, 5);
        Assert.Equal(1, best);
    }

    /// <summary>Columns of two and four rows are summed by scalars, larger ones by lanes.</summary>
    [Fact]
    public void ValuesOutOfTheDomainOfTheSmallestColumns()
    {
        TwiddleTable twiddles = new(7);
        CirclePoint<QM31> point = CircleGroup.FromParameter(new(5, 4, 3, 2));
        for (int log = 1; log <= 5; log++)
        {
            for (int blowup = 0; blowup <= 2; blowup++)
            {
                using ColumnBlock block = Columns.Random(pool, log + blowup, 1, log);
                M31[] coefficients = [.. block.Rows(0)[..(1 << log)].ToArray().Select(M31.FromCanonical)];
                CircleTransform.Extend(block.Column(0), log, blowup, twiddles);
                using ColumnBlock weights = EvaluationWeights.Compute(pool, point, log, log + blowup, twiddles);
                Assert.Equal(
                    CirclePolynomial.EvaluateAt(coefficients, point), EvaluationWeights.Evaluate(new ColumnReference(block, 0), weights));
            }
        }
    }

    private ColumnBlock Filled(int log, int count, uint value)
    {
        ColumnBlock block = new(pool, log, count);
        for (int i = 0; i < count; i++)
        {
            block.Rows(i).Fill(value);
        }

        return block;
    }
}
