using System;
using System.Linq;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Simd;
using Kraken.Stark.Prover.Tests.Oracles;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>Butterflies and rearrangements that kernels are made of, runs of fractions, and sums over strips, at every width.</summary>
public sealed unsafe class LaneLawTests : IDisposable
{
    // SAFETY: pointers go into blocks of at least as many rows as the kernels are told, which live until the test ends.
    private const int LogRows = 8;
    private const int Rows = 1 << LogRows;
    private static readonly QM31 Factor = new(123456789, 987654321, 55, 2000000000);
    private readonly BufferPool pool = new();

    public void Dispose() => pool.Dispose();

    [Fact]
    public void ButterfliesFollowTheField()
    {
        CheckButterflies<ScalarM31>();
        CheckButterflies<PackedM31>();
        CheckButterflies<WideM31>();
    }

    [Fact]
    public void PairsOfVectorsAreRowsOfWords()
    {
        CheckPairs<PackedM31>();
        CheckPairs<WideM31>();
    }

    [Theory]
    [InlineData(1, 16)]
    [InlineData(2, 48)]
    [InlineData(3, Rows)]
    public void SumsOfFractionsAreRunningSums(int batches, int rows)
    {
        CheckSums<ScalarM31>(batches, rows);
        CheckSums<PackedM31>(batches, rows);
        CheckSums<WideM31>(batches, rows);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 7)]
    [InlineData(2, 31)]
    public void AZeroDenominatorIsToldAtEveryWidth(int batch, int row)
    {
        Assert.False(HasSums<ScalarM31>());
        Assert.False(HasSums<PackedM31>());
        Assert.False(HasSums<WideM31>());

        bool HasSums<T>()
            where T : unmanaged, IPackedM31<T>
        {
            const int Batches = 3, Strip = 32;
            using ColumnBlock columns = new(pool, LogRows, 4 * Batches);
            using NativeBuffer fractions = Fractions(Batches);
            for (int k = 0; k < 4; k++)
            {
                fractions.Words[(k * Batches * LaneOperations.StripRows) + (batch * Strip) + row] = 0;
            }

            return FractionBatch.TrySum<T>(fractions.Words, Batches, Strip, columns.Column(0), (nint)columns.Stride);
        }
    }

    [Theory]
    [InlineData(0, 8, 8)]
    [InlineData(16, 24, 64)]
    [InlineData(0, 128, 128)]
    public void ScaledRowsAreProducts(int first, int rows, int distance)
    {
        using ColumnBlock block = Columns.Random(pool, LogRows, 4, 3), before = Columns.Random(pool, LogRows, 4, 3);
        SecureOperations.Scale(block, first, rows, distance, Factor);
        for (int row = 0; row < Rows; row++)
        {
            bool isWritten = row >= first + distance && row < first + distance + rows;
            QM31 expected = isWritten ? Columns.Secure(before, row - distance) * Factor : Columns.Secure(before, row);
            Assert.Equal(expected, Columns.Secure(block, row));
        }
    }

    /// <summary>Registers in any order, and one of them twice.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(Rows)]
    public void GatheredRegistersAreSummed(int rows)
    {
        int[] indices = [4, 0, 3, 0];
        using ColumnBlock registers = Columns.Random(pool, LogRows, 5, 1), words = Columns.Random(pool, LogRows, 1, 2);
        using ColumnBlock sums = new(pool, LogRows, 4);
        uint** pointers = stackalloc uint*[5];
        for (int i = 0; i < 5; i++)
        {
            pointers[i] = registers.Column(i);
        }

        QM31[] weights = WeightedSumOracle.Weights(words.Rows(0), indices.Length);
        uint[] pinned = WeightedSum.Words([.. weights]);
        WeightedSum.Gather(pointers, indices, pinned, Factor, sums.Column(0), (nint)sums.Stride, rows);
        ColumnReference[] gathered = [.. indices.Select(i => new ColumnReference(registers, i))];
        Assert.All(Enumerable.Range(0, rows), row => Assert.Equal(
            WeightedSumOracle.Row(gathered, weights, Factor, row), Columns.Secure(sums, row)));
        GC.KeepAlive(pinned);
    }

    /// <summary>More columns than one sweep takes, and more rows than a strip.</summary>
    [Theory]
    [InlineData(3, 1)]
    [InlineData(8, 24)]
    [InlineData(10, 25)]
    [InlineData(10, 60)]
    public void ColumnsAreSummedSweepBySweep(int log, int count)
    {
        using ColumnBlock columns = Columns.Random(pool, log, count, 1), words = Columns.Random(pool, LogRows, 1, 2);
        using ColumnBlock sums = new(pool, log, 4);
        QM31[] weights = WeightedSumOracle.Weights(words.Rows(0), count);
        uint[] pinned = WeightedSum.Words([.. weights]);
        ColumnReference[] each = Columns.Of(columns);
        WeightedSum.Columns([.. each], pinned, sums, 0, 1 << log);
        Assert.All(Enumerable.Range(0, 1 << log), row => Assert.Equal(
            WeightedSumOracle.Row(each, weights, QM31.Zero, row), Columns.Secure(sums, row)));
        GC.KeepAlive(pinned);
    }

    private void CheckButterflies<T>()
        where T : unmanaged, IPackedM31<T>
    {
        using ColumnBlock block = Columns.Random(pool, LogRows, 2, 1);
        foreach (uint factor in (uint[])[0, 1, 2, 12345, M31.Modulus - 1])
        {
            T doubled = FftButterfly.Doubled<T>(factor);
            M31 t = M31.FromCanonical(factor);
            for (int row = 0; row < Rows; row += T.Width)
            {
                T low = T.Load(block.Column(0) + row), high = T.Load(block.Column(1) + row);
                (T a, T b) = (low, high);
                FftButterfly.Forward(ref a, ref b, doubled);
                Same(a, b, row, (x, y) => (x + (t * y), x - (t * y)));
                (a, b) = (low, high);
                FftButterfly.ForwardNegated(ref a, ref b, doubled);
                Same(a, b, row, (x, y) => (x - (t * y), x + (t * y)));
                (a, b) = (low, high);
                FftButterfly.Inverse(ref a, ref b, doubled);
                Same(a, b, row, (x, y) => (x + y, (x - y) * t));
                (a, b) = (low, high);
                FftButterfly.InverseNegated(ref a, ref b, doubled);
                Same(a, b, row, (x, y) => (x + y, (y - x) * t));
            }
        }

        void Same(T a, T b, int row, Func<M31, M31, (M31 Low, M31 High)> twin)
        {
            for (int lane = 0; lane < T.Width; lane++)
            {
                M31 x = M31.FromCanonical(block.Rows(0)[row + lane]), y = M31.FromCanonical(block.Rows(1)[row + lane]);
                Assert.Equal(twin(x, y), (a[lane], b[lane]));
            }
        }
    }

    private void CheckPairs<T>()
        where T : unmanaged, IPackedM31<T>
    {
        using ColumnBlock block = Columns.Random(pool, LogRows, 2, 7);
        uint[] words = block.Rows(0).ToArray();
        for (int row = 0; row + (2 * T.Width) <= Rows; row += 2 * T.Width)
        {
            T low = T.Load(block.Column(0) + row), high = T.Load(block.Column(0) + row + T.Width);
            T even = LanePairs.Even(low, high), odd = LanePairs.Odd(low, high);
            T reversed = LanePairs.Reverse(low), factors = LanePairs.CircleFactors<T>(block.Column(0) + row);
            for (int lane = 0; lane < T.Width; lane++)
            {
                Assert.Equal((words[row + (2 * lane)], words[row + (2 * lane) + 1]), (even[lane].Value, odd[lane].Value));
                Assert.Equal(words[row + T.Width - 1 - lane], reversed[lane].Value);

                // Of the pair (x, y): y, -y, -x, x.
                M31 x = M31.FromCanonical(words[row + (2 * (lane / 4))]), y = M31.FromCanonical(words[row + (2 * (lane / 4)) + 1]);
                Assert.Equal(new M31[] { y, -y, -x, x }[lane % 4], factors[lane]);
            }

            LanePairs.StoreByTurns(even, odd, block.Column(1) + row);
        }

        Assert.Equal(words, block.Rows(1).ToArray());
    }

    private void CheckSums<T>(int batches, int rows)
        where T : unmanaged, IPackedM31<T>
    {
        using ColumnBlock columns = Columns.Random(pool, LogRows, 4 * batches, 5), before = Columns.Random(pool, LogRows, 4 * batches, 5);
        using NativeBuffer fractions = Fractions(batches);
        uint[] words = fractions.Span(0, (int)FractionBatch.SumWords(batches)).ToArray();
        int coordinate = batches * LaneOperations.StripRows;
        Assert.True(FractionBatch.TrySum<T>(fractions.Words, batches, rows, columns.Column(0), (nint)columns.Stride));
        for (int row = 0; row < Rows; row++)
        {
            QM31 sum = QM31.Zero;
            for (int batch = 0; batch < batches; batch++)
            {
                QM31 denominator = At(words, (batch * rows) + row, coordinate);
                int numerators = (4 * coordinate) + (4 * batch * LaneOperations.StripRows);
                sum += At(words, numerators + row, LaneOperations.StripRows) * denominator.Inverse();
                QM31 expected = row < rows ? sum : Coordinates(before, batch, row);
                Assert.Equal(expected, Coordinates(columns, batch, row));
            }
        }
    }

    /// <summary>Fractions without a zero denominator.</summary>
    private NativeBuffer Fractions(int batches)
    {
        NativeBuffer fractions = pool.Rent(FractionBatch.SumWords(batches));
        Random random = new(batches);
        foreach (ref uint word in fractions.Span(0, (int)FractionBatch.SumWords(batches)))
        {
            word = (uint)random.Next(1, (int)M31.Modulus);
        }

        return fractions;
    }

    private static QM31 At(uint[] words, int first, int stride) => new(
        M31.FromCanonical(words[first]),
        M31.FromCanonical(words[first + stride]),
        M31.FromCanonical(words[first + (2 * stride)]),
        M31.FromCanonical(words[first + (3 * stride)]));

    private static QM31 Coordinates(ColumnBlock block, int batch, int row) => new(
        M31.FromCanonical(block.Rows(4 * batch)[row]),
        M31.FromCanonical(block.Rows((4 * batch) + 1)[row]),
        M31.FromCanonical(block.Rows((4 * batch) + 2)[row]),
        M31.FromCanonical(block.Rows((4 * batch) + 3)[row]));
}
