using System;
using System.Linq;
using System.Runtime.Intrinsics;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Scalar;
using Kraken.Stark.Prover.Simd;
using Kraken.Stark.Prover.Tests.Oracles;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>Each kernel that has several widths, one lane, eight and sixteen, gives the same words at all of them.</summary>
public sealed unsafe class KernelWidthTests : IDisposable
{
    // SAFETY: pointers go into blocks of at least as many rows as the kernels are told, which live until the test ends.
    private const int LogRows = 8;
    private const int Rows = 1 << LogRows;
    private static readonly QM31 Factor = new(123456789, 987654321, 55, 2000000000);
    private static readonly TwiddleTable Twiddles = new(12);
    private readonly BufferPool pool = new();

    public void Dispose() => pool.Dispose();

    [Theory]
    [InlineData(16)]
    [InlineData(48)]
    [InlineData(Rows)]
    public void StripsOfTheField(int rows)
    {
        Compare(3, 1, (One, Eight, Sixteen), rows);

        void One(ColumnBlock b) => Strips<ScalarM31>(b, rows);
        void Eight(ColumnBlock b) => Strips<PackedM31>(b, rows);
        void Sixteen(ColumnBlock b) => Strips<WideM31>(b, rows);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(Rows)]
    public void SecureStrips(int rows)
    {
        Compare(13, 2, (One, Eight, Sixteen), rows);

        void One(ColumnBlock b) => Secure<ScalarM31>(b, rows);
        void Eight(ColumnBlock b) => Secure<PackedM31>(b, rows);
        void Sixteen(ColumnBlock b) => Secure<WideM31>(b, rows);
    }

    /// <summary>The kernels over the steps that the tape's own callers take: the widest of them that a strip fills.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(Rows)]
    public void StripsWhoseWidthIsChosen(int rows)
    {
        Compare(13, 3, (One, Chosen, Chosen), rows);

        void One(ColumnBlock b)
        {
            Strips<ScalarM31>(b, rows);
            Secure<ScalarM31>(b, rows);
        }

        void Chosen(ColumnBlock b)
        {
            Strips(b, rows);
            nint stride = (nint)b.Stride;
            SecureOperations.AddScaled(b.Column(0), stride, b.Column(4), Factor, rows);
            SecureOperations.AddScaledSecure(b.Column(0), stride, b.Column(5), Factor, rows);
            SecureOperations.MultiplySubtract(b.Column(9), b.Column(0), stride, b.Column(5), stride, rows);
        }
    }

    [Fact]
    public void FractionsAreJoined()
    {
        Compare(10, 4, (Join<ScalarM31>, Join<PackedM31>, Join<WideM31>), Rows);

        static void Join<T>(ColumnBlock b)
            where T : unmanaged, IPackedM31<T> => FractionBatch.Join<T>(
                b.Column(8), b.Column(9), b.Column(0), (nint)b.Stride, b.Column(4), Rows);
    }

    [Fact]
    public void ASingleFractionKeepsItsNumerator()
    {
        using NativeBuffer second = pool.Rent(4 * LaneOperations.StripRows);
        using ColumnBlock numerator = Columns.Random(pool, LogRows, 1, 5);
        foreach (int rows in (int[])[8, 16, Rows])
        {
            second.Span(0, 4 * LaneOperations.StripRows).Fill(7);
            FractionBatch.Single(numerator.Column(0), second.Words, rows);
            Assert.Equal(numerator.Rows(0)[..rows].ToArray(), second.Span(0, rows).ToArray());
            Assert.All(
                Enumerable.Range(1, 3), k => Assert.Equal(new uint[rows], second.Span(k * LaneOperations.StripRows, rows).ToArray()));
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(9)]
    public void SweepsOfTheTransform(int layer)
    {
        int log = layer + 3;
        FftFactors forward = new(Twiddles, log, false), inverse = new(Twiddles, log, true);
        Compare(4, 6, (All<ScalarM31>, All<PackedM31>, All<WideM31>), 1 << log, log);

        void All<T>(ColumnBlock b)
            where T : unmanaged, IPackedM31<T>
        {
            FftPass.ForwardRadix8<T>(b.Column(0), layer, forward.Line(layer), forward.Line(layer + 1), forward.Line(layer + 2), 0);
            FftPass.InverseRadix8<T>(b.Column(1), layer, inverse.Line(layer), inverse.Line(layer + 1), inverse.Line(layer + 2), 0);
            FftPass.Radix4<ForwardFft, T>(b.Column(2), layer, forward.Line(layer), forward.Line(layer + 1)[0]);
            FftPass.Radix4<InverseFft, T>(b.Column(3), layer, inverse.Line(layer), inverse.Line(layer + 1)[0]);
            FftPass.Radix2<ForwardFft, T>(b.Column(2), layer, forward.Line(layer)[0]);
            FftPass.Radix2<InverseFft, T>(b.Column(3), layer, inverse.Line(layer)[1]);
        }
    }

    /// <summary>The six lowest layers, at each place that a block of 64 values may have in its vector.</summary>
    [Fact]
    public void LowestLayersOfTheTransform()
    {
        const int Log = 9;
        Compare(2, 8, (One, Eight, Sixteen), 1 << Log, Log);

        void One(ColumnBlock b)
        {
            for (int part = 0; part < 1 << (Log - 6); part++)
            {
                SmallTransform.Forward(b.Rows(0).Slice(64 * part, 64), 6, Log, Twiddles.Tree, false, part);
                BlockTransformOracle.Inverse(b.Rows(1).Slice(64 * part, 64), Log, part, 3, Twiddles.Tree);
            }
        }

        void Eight(ColumnBlock b) => Lowest<BlockLanes8, PackedM31>(b);
        void Sixteen(ColumnBlock b) => Lowest<BlockLanes16, WideM31>(b);

        void Lowest<TBlock, T>(ColumnBlock b)
            where TBlock : struct, IBlockLanes<T>
            where T : unmanaged, IPackedM31<T>
        {
            int blocks = 1 << (Log - 6);
            ForwardBase.Run<TBlock, T>(b.Column(0), blocks, new FftFactors(Twiddles, Log, false).Base(0));
            InverseBase.Run<TBlock, T>(b.Column(1), blocks, new FftFactors(Twiddles, Log, true).Base(0), 3);
        }
    }

    [Fact]
    public void SumsOfProductsAreTheScalarOnes()
    {
        uint** pointers = stackalloc uint*[24];
        foreach (int count in (int[])[1, 2, 3, 4, 7, 24])
        {
            foreach (bool isLargest in (bool[])[false, true])
            {
                using ColumnBlock columns = Operands(count, 7, isLargest), weights = Operands(4, 8, isLargest);
                using ColumnBlock results = new(pool, LogRows, 8);
                QM31[] each = WeightedSumOracle.Weights(weights.Rows(0), count);
                for (int i = 0; i < count; i++)
                {
                    pointers[i] = columns.Column(i);
                }

                nint stride = (nint)results.Stride;
                WeightedSum.Rows<WideAccumulator8, Vector256<uint>, PackedM31>(
                    pointers, weights.Column(0), count, Factor, results.Column(0), stride, Rows);
                WeightedSum.Rows<WideAccumulator16, Vector512<uint>, WideM31>(
                    pointers, weights.Column(0), count, Factor, results.Column(4), stride, Rows);
                for (int row = 0; row < Rows; row++)
                {
                    QM31 expected = WeightedSumOracle.Row(Columns.Of(columns), each, Factor, row);
                    Assert.Equal((expected, expected), (Columns.Secure(results, row), At(results, 4, row)));
                }

                Assert.Equal(
                    WeightedSum.InnerProduct<WideAccumulator8, Vector256<uint>, PackedM31>(columns.Column(0), weights, Rows),
                    WeightedSum.InnerProduct<WideAccumulator16, Vector512<uint>, WideM31>(columns.Column(0), weights, Rows));
            }
        }
    }

    private static void Strips<T>(ColumnBlock b, int rows)
        where T : unmanaged, IPackedM31<T>
    {
        LaneOperations.Add<T>(b.Column(2), b.Column(0), b.Column(1), rows);
        LaneOperations.Multiply<T>(b.Column(0), b.Column(0), b.Column(2), rows);
        LaneOperations.Subtract<T>(b.Column(1), b.Column(0), b.Column(1), rows);
        LaneOperations.Negate<T>(b.Column(2), b.Column(2), rows);
        LaneOperations.MultiplyConstant<T>(b.Column(0), b.Column(0), M31.Modulus - 1, rows);
        LaneOperations.MultiplyConstant<T>(b.Column(2), b.Column(2), 1234567, rows);
    }

    private static void Strips(ColumnBlock b, int rows)
    {
        LaneOperations.Add(b.Column(2), b.Column(0), b.Column(1), rows);
        LaneOperations.Multiply(b.Column(0), b.Column(0), b.Column(2), rows);
        LaneOperations.Subtract(b.Column(1), b.Column(0), b.Column(1), rows);
        LaneOperations.Negate(b.Column(2), b.Column(2), rows);
        LaneOperations.MultiplyConstant(b.Column(0), b.Column(0), M31.Modulus - 1, rows);
        LaneOperations.MultiplyConstant(b.Column(2), b.Column(2), 1234567, rows);
    }

    private static void Secure<T>(ColumnBlock b, int rows)
        where T : unmanaged, IPackedM31<T>
    {
        nint stride = (nint)b.Stride;
        SecureOperations.AddScaled<T>(b.Column(0), stride, b.Column(4), Factor, rows);
        SecureOperations.AddScaledSecure<T>(b.Column(0), stride, b.Column(5), Factor, rows);
        SecureOperations.MultiplySubtract<T>(b.Column(9), b.Column(0), stride, b.Column(5), stride, rows);
    }

    private static QM31 At(ColumnBlock block, int first, int row) => new(
        M31.FromCanonical(block.Rows(first)[row]),
        M31.FromCanonical(block.Rows(first + 1)[row]),
        M31.FromCanonical(block.Rows(first + 2)[row]),
        M31.FromCanonical(block.Rows(first + 3)[row]));

    private ColumnBlock Operands(int count, int seed, bool isLargest)
    {
        ColumnBlock block = Columns.Random(pool, LogRows, count, seed);
        for (int i = 0; isLargest && i < count; i++)
        {
            block.Rows(i).Fill(M31.Modulus - 1);
        }

        return block;
    }

    /// <summary>Runs the kernel at three widths on equal columns; the words behind the rows stay as they were.</summary>
    private void Compare(
        int count,
        int seed,
        (Action<ColumnBlock> One, Action<ColumnBlock> Eight, Action<ColumnBlock> Sixteen) widths,
        int rows,
        int log = LogRows)
    {
        using ColumnBlock before = Columns.Random(pool, log, count, seed), one = Columns.Random(pool, log, count, seed);
        using ColumnBlock eight = Columns.Random(pool, log, count, seed), sixteen = Columns.Random(pool, log, count, seed);
        widths.One(one);
        widths.Eight(eight);
        widths.Sixteen(sixteen);
        Assert.NotEqual(before.Rows(0).ToArray(), one.Rows(0).ToArray());
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(one.Rows(i).ToArray(), eight.Rows(i).ToArray());
            Assert.Equal(one.Rows(i).ToArray(), sixteen.Rows(i).ToArray());
            Assert.Equal(before.Rows(i)[rows..].ToArray(), one.Rows(i)[rows..].ToArray());
        }
    }
}
