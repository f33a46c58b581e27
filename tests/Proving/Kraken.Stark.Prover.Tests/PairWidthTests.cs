using System;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Scalar;
using Kraken.Stark.Prover.Simd;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>Kernels that rearrange the lanes of two vectors give, at eight lanes and at sixteen, what their scalar twins give.</summary>
public sealed unsafe class PairWidthTests : IDisposable
{
    // SAFETY: pointers go into blocks and buffers of as many words as the kernels are told, which live until the test ends.
    private const int MaxLog = 11;
    private static readonly TwiddleTable Twiddles = new(MaxLog + 1);
    private static readonly QM31 Alpha = new(123456789, 987654321, 55, 2000000000);
    private readonly BufferPool pool = new();

    public void Dispose() => pool.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PrefixSums(bool isLargest)
    {
        for (int log = 1; log <= MaxLog; log++)
        {
            using ColumnBlock one = Operands(log, 1, isLargest), eight = Operands(log, 1, isLargest), sixteen = Operands(log, 1, isLargest);
            using NativeBuffer scratch = pool.Rent(1L << log);
            M31 total = M31.Zero;
            foreach (uint value in one.Rows(0))
            {
                total += M31.FromCanonical(value);
            }

            ScalarPrefixSum.Accumulate(one.Rows(0), log, total * M31.FromCanonical(1u << log).Inverse());
            Assert.Equal(total, CosetPrefixSum.Accumulate<PackedM31>(eight.Column(0), log, scratch.Words));
            Assert.Equal(total, CosetPrefixSum.Accumulate<WideM31>(sixteen.Column(0), log, scratch.Words));
            Assert.Equal(one.Rows(0).ToArray(), eight.Rows(0).ToArray());
            Assert.Equal(one.Rows(0).ToArray(), sixteen.Rows(0).ToArray());
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Folds(bool circle, bool isLargest)
    {
        for (int log = 6; log <= MaxLog; log++)
        {
            using ColumnBlock source = Operands(log, 4, isLargest);
            using ColumnBlock one = new(pool, log - 1, 4), eight = new(pool, log - 1, 4), sixteen = new(pool, log - 1, 4);
            int half = 1 << (log - 2);
            ScalarFold.Halve(source, one, Alpha, circle, Twiddles);
            FriFoldKernel.Halve<PackedM31>(source, eight, Alpha, circle, Twiddles, 0, half);
            FriFoldKernel.Halve<PackedM31>(source, eight, Alpha, circle, Twiddles, half, half);
            FriFoldKernel.Halve<WideM31>(source, sixteen, Alpha, circle, Twiddles, 0, half);
            FriFoldKernel.Halve<WideM31>(source, sixteen, Alpha, circle, Twiddles, half, half);
            for (int k = 0; k < 4; k++)
            {
                Assert.Equal(one.Rows(k).ToArray(), eight.Rows(k).ToArray());
                Assert.Equal(one.Rows(k).ToArray(), sixteen.Rows(k).ToArray());
            }
        }
    }

    [Fact]
    public void LiftedSlots()
    {
        using ColumnBlock column = Operands(MaxLog, 1, false);
        for (int k = 0; k <= 6; k++)
        {
            for (long slot = 0; slot < 1L << MaxLog; slot += 16)
            {
                WideM31 wide = LanePairs.Lifted<WideM31>(column.Column(0), slot, k);
                PackedM31 low = LanePairs.Lifted<PackedM31>(column.Column(0), slot, k);
                PackedM31 high = LanePairs.Lifted<PackedM31>(column.Column(0), slot + 8, k);
                for (int lane = 0; lane < 16; lane++)
                {
                    uint expected = column.Rows(0)[(int)LiftedLanes.Index(slot + lane, k)];
                    Assert.Equal((expected, expected), (wide[lane].Value, (lane < 8 ? low[lane] : high[lane - 8]).Value));
                }
            }
        }
    }

    private ColumnBlock Operands(int log, int count, bool isLargest)
    {
        ColumnBlock block = Columns.Random(pool, log, count, 17);
        for (int i = 0; isLargest && i < count; i++)
        {
            block.Rows(i).Fill(M31.Modulus - 1);
        }

        return block;
    }
}
