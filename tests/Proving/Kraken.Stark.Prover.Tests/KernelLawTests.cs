using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kraken.Air;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Kraken.Hashing;
using Kraken.Stark.Merkle;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Scalar;
using Kraken.Stark.Prover.Simd;
using Kraken.Stark.Prover.Tests.Oracles;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>
/// Each kernel against its scalar twin. The suite runs with and without AVX2, so that both forms of the lanes are compared.
/// </summary>
public sealed unsafe class KernelLawTests : IDisposable
{
    // SAFETY: pointers go into blocks of at least 256 rows, which live until the test ends.
    private const int Rows = 256;
    private const int LogRows = 8;
    private readonly BufferPool pool = new();

    public void Dispose() => pool.Dispose();

    [Fact]
    public void StripsOfTheFieldFollowTheField()
    {
        using ColumnBlock block = Columns.Random(pool, LogRows, 6, 1);
        uint* a = block.Column(0), b = block.Column(1), c = block.Column(2);
        LaneOperations.Add(c, a, b, Rows);
        Each(block, (x, y) => x + y);
        LaneOperations.Subtract(c, a, b, Rows);
        Each(block, (x, y) => x - y);
        LaneOperations.Multiply(c, a, b, Rows);
        Each(block, (x, y) => x * y);
        LaneOperations.Negate(c, a, Rows);
        Each(block, (x, _) => -x);
        LaneOperations.MultiplyConstant(c, a, M31.Modulus - 1, Rows);
        Each(block, (x, _) => -x);
        LaneOperations.AddConstant(c, a, M31.Modulus - 1, Rows);
        Each(block, (x, _) => x - M31.One);
        LaneOperations.MultiplyConstant(c, a, 12345, Rows);
        Each(block, (x, _) => x * (M31)12345);
        WordOperations.Inverse(c, a, Rows);
        Each(block, (x, _) => x.IsZero ? x : x.Inverse());
    }

    [Fact]
    public void StripsOfWordsFollowTheWords()
    {
        using ColumnBlock block = new(pool, LogRows, 3);
        Random random = new(2);
        random.NextBytes(MemoryMarshal.AsBytes(block.Rows(0)));
        random.NextBytes(MemoryMarshal.AsBytes(block.Rows(1)));
        block.Rows(0)[..9].CopyTo(block.Rows(1));
        foreach ((AirOp op, Func<uint, uint, uint> twin) in WordOracle.Binary)
        {
            WordOperations.Binary(op, block.Column(2), block.Column(0), block.Column(1), Rows);
            Assert.Equal(Enumerable.Range(0, Rows).Select(i => twin(block.Rows(0)[i], block.Rows(1)[i])), block.Rows(2).ToArray());
        }

        foreach (int amount in (int[])[0, 1, 7, 16, 31, 32])
        {
            WordOperations.Shift(true, block.Column(2), block.Column(0), amount, Rows);
            Assert.Equal(block.Rows(0).ToArray().Select(x => WordOracle.Shift(true, x, amount)), block.Rows(2).ToArray());
            WordOperations.Shift(false, block.Column(2), block.Column(0), amount, Rows);
            Assert.Equal(block.Rows(0).ToArray().Select(x => WordOracle.Shift(false, x, amount)), block.Rows(2).ToArray());
        }
    }

    [Fact]
    public void WeightedSumsFollowTheirRows()
    {
        uint** pointers = stackalloc uint*[24];
        foreach (int count in (int[])[1, 2, 3, 4, 7, 24])
        {
            using ColumnBlock columns = Columns.Random(pool, LogRows, count, count);
            using ColumnBlock weights = Columns.Random(pool, LogRows, 1, 99);
            using ColumnBlock result = new(pool, LogRows, 4);
            for (int i = 0; i < count; i++)
            {
                pointers[i] = columns.Column(i);
            }

            QM31 constant = new(1, 2, 3, 4);
            QM31[] each = WeightedSumOracle.Weights(weights.Rows(0), count);
            WeightedSum.Rows(pointers, weights.Column(0), count, constant, result.Column(0), (nint)result.Stride, Rows);
            for (int row = 0; row < Rows; row++)
            {
                Assert.Equal(WeightedSumOracle.Row(Columns.Of(columns), each, constant, row), Columns.Secure(result, row));
            }
        }
    }

    [Fact]
    public void InnerProductsAreSumsOfProducts()
    {
        using ColumnBlock column = Columns.Random(pool, LogRows, 1, 5);
        using ColumnBlock weights = Columns.Random(pool, LogRows, 4, 6);
        foreach (int rows in (int[])[8, 16, 24, 64, Rows])
        {
            QM31 expected = WeightedSumOracle.InnerProduct(new(column, 0), weights, rows);
            Assert.Equal(expected, WeightedSum.InnerProduct(column.Column(0), weights, rows));
        }
    }

    [Fact]
    public void FractionsAreJoinedAsFractions()
    {
        using ColumnBlock numerators = Columns.Random(pool, LogRows, 2, 7);
        using ColumnBlock first = Columns.Random(pool, LogRows, 4, 8);
        using NativeBuffer second = pool.Rent(4 * LaneOperations.StripRows);
        Columns.Random(pool, LogRows + 2, 1, 9).Rows(0).CopyTo(second.Span(0, 4 * LaneOperations.StripRows));
        (QM31 D, QM31 E)[] before = [.. Enumerable.Range(0, Rows).Select(row => (Columns.Secure(first, row), At(second, row)))];
        FractionBatch.Join(numerators.Column(0), numerators.Column(1), first.Column(0), (nint)first.Stride, second.Words, Rows);
        for (int row = 0; row < Rows; row++)
        {
            (QM31 d, QM31 e) = before[row];
            Assert.Equal(d * e, Columns.Secure(first, row));
            QM31 numerator = (e * M31.FromCanonical(numerators.Rows(0)[row])) + (d * M31.FromCanonical(numerators.Rows(1)[row]));
            Assert.Equal(numerator, At(second, row));
        }
    }

    [Fact]
    public void LiftedColumnsAreReadAtTheirIndex()
    {
        for (int log = 1; log <= 6; log++)
        {
            using ColumnBlock small = Columns.Random(pool, log, 1, log);
            for (int size = Math.Max(3, log); size <= 9; size++)
            {
                using ColumnBlock sum = Columns.Random(pool, size, 1, 20 + size);
                using ColumnBlock twin = new(pool, size, 1);
                sum.Rows(0).CopyTo(twin.Rows(0));
                for (int slot = 0; slot < 1 << size; slot += 8)
                {
                    Vector256<uint> eight = LiftedLanes.Load(small.Column(0), slot, size - log);
                    for (int lane = 0; lane < 8; lane++)
                    {
                        Assert.Equal(small.Rows(0)[(int)LiftedIndex.ToColumn((uint)(slot + lane), size, log)], eight[lane]);
                    }
                }

                LiftedSum.Add(small, sum, 0);
                ScalarLiftedSum.Add(small, twin, 0);
                Assert.Equal(twin.Rows(0).ToArray(), sum.Rows(0).ToArray());
            }
        }
    }

    [Fact]
    public void LanesAreRearrangedAsByTheirPortableTwins()
    {
        uint[] words = [.. Enumerable.Range(0, 64).Select(i => (uint)i * 0x9E3779B9)];
        Vector256<uint>[] r = [.. Enumerable.Range(0, 8).Select(i => Vector256.Create(words, 8 * i))];
        Vector256<uint>[] twin = [.. r];
        LaneTransposition.TransposePortable(twin);
        (Vector256<uint> low, Vector256<uint> high) = (r[0], r[1]);
        Vector256<uint> even = LaneTransposition.Even(low, high), odd = LaneTransposition.Odd(low, high);
        Assert.All(Enumerable.Range(0, 8), i => Assert.Equal((words[2 * i], words[(2 * i) + 1]), (even[i], odd[i])));
        LaneTransposition.Interleave(even, odd, out Vector256<uint> low2, out Vector256<uint> high2);
        Assert.Equal((low, high), (low2, high2));
        Assert.Equal(WideLanes.MultiplyPortable(low, high), WideLanes.Multiply(low, high));
        Assert.Equal(WideLanes.BlendPortable(low, high), WideLanes.Blend(low, high));
        LaneTransposition.Transpose(ref r[0], ref r[1], ref r[2], ref r[3], ref r[4], ref r[5], ref r[6], ref r[7]);
        Assert.Equal(twin, r);
        Assert.All(Enumerable.Range(0, 64), i => Assert.Equal(words[i], r[i & 7][i >> 3]));
    }

    [Fact]
    public void EightCompressionsAreEightSingleOnes()
    {
        using NativeBuffer state = pool.Rent(Blake2sLanes.StateWords);
        using NativeBuffer message = pool.Rent(128);
        Random random = new(8);
        random.NextBytes(MemoryMarshal.AsBytes(message.Span(0, 128)));
        foreach (bool last in (bool[])[false, true])
        {
            Blake2sLanes.Initialise(state.Words);
            Blake2sLanes.Compress<BlakeLanes8>(state.Words, message.Words, 77, last);
            for (int lane = 0; lane < 8; lane++)
            {
                uint[] single = new uint[8];
                Blake2s.Initialise(single);
                uint[] words = [.. Enumerable.Range(0, 16).Select(w => message.Span(0, 128)[(8 * w) + lane])];
                Blake2s.Compress(single, words, 77, last ? uint.MaxValue : 0);
                Assert.Equal(single, Enumerable.Range(0, 8).Select(w => state.Span(0, 64)[(8 * w) + lane]));
            }
        }
    }

    [Fact]
    public void DigestsAreReducedWordByWord()
    {
        using NativeBuffer state = pool.Rent(Blake2sLanes.StateWords);
        uint[] edges = [0, 1, M31.Modulus - 1, M31.Modulus, M31.Modulus + 1, (2 * M31.Modulus) - 1, 2 * M31.Modulus, uint.MaxValue];
        uint[] words = [.. Enumerable.Range(0, 64).Select(i => i < 8 ? edges[i] : (uint)i * 0x9E3779B9)];
        words.CopyTo(state.Span(0, 64));
        Blake2sLanes.Reduce(state.Words);
        Assert.Equal(words.Select(word => word % M31.Modulus), state.Span(0, 64).ToArray());
    }

    private static QM31 At(NativeBuffer runs, int row)
    {
        Span<uint> words = runs.Span(0, 4 * LaneOperations.StripRows);
        return new(
            M31.FromCanonical(words[row]),
            M31.FromCanonical(words[LaneOperations.StripRows + row]),
            M31.FromCanonical(words[(2 * LaneOperations.StripRows) + row]),
            M31.FromCanonical(words[(3 * LaneOperations.StripRows) + row]));
    }

    private static void Each(ColumnBlock block, Func<M31, M31, M31> twin) => Assert.Equal(
        Enumerable.Range(0, Rows).Select(i => twin(M31.FromCanonical(block.Rows(0)[i]), M31.FromCanonical(block.Rows(1)[i])).Value),
        block.Rows(2).ToArray());
}
