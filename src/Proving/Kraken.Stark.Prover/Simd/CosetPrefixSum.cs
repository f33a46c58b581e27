using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// The running total of a column in coset order, less its mean, in place. In storage, coset rows 2j and 2j + 1 lie at slots s and N - 1 - s
/// with s = 2 bitrev(j): so the sums of these pairs are in bit-reversed order of j, where neighbours 2i and 2i + 1 are half the array apart
/// and a prefix sum is a sweep up and a sweep down over contiguous halves.
/// </summary>
internal static unsafe class CosetPrefixSum
{
    private const int SmallestVectorLog = 5;

    /// <summary>Accumulates.</summary>
    /// <param name="column">2^logSize base elements, replaced.</param>
    /// <param name="logSize">log2 of the number of rows.</param>
    /// <param name="scratch">2^(logSize - 1) words.</param>
    /// <returns>The total of the column.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static M31 Accumulate(uint* column, int logSize, uint* scratch)
    {
        // SAFETY: the column covers 2^logSize words, scratch half as many.
        long rows = 1L << logSize;
        ulong sum = 0;
        for (long row = 0; row < rows; row++)
        {
            sum += column[row];
        }

        M31 total = M31.Reduce(sum % M31.Modulus);
        M31 mean = total * M31.FromCanonical((uint)(rows % M31.Modulus)).Inverse();
        if (logSize < SmallestVectorLog)
        {
            Scalar(column, logSize, mean);
            return total;
        }

        Pair(column, rows, scratch, mean);
        SweepUp(scratch, rows / 2);
        SweepDown(scratch, rows / 2);
        Spread(column, rows, scratch, mean);
        return total;
    }

    /// <summary>Accumulates a column that has at least 2^logSize rows.</summary>
    public static M31 Accumulate(ColumnReference column, int logSize, BufferPool pool)
    {
        using NativeBuffer scratch = pool.Rent(1L << logSize);
        return Accumulate(column.Words, logSize, scratch.Words);
    }

    /// <summary>The scalar twin: row by row in coset order.</summary>
    public static void Scalar(uint* column, int logSize, M31 mean)
    {
        M31 running = M31.Zero;
        for (uint k = 0; k < 1u << logSize; k++)
        {
            uint slot = CosetOrder.ToSlot(k, logSize);
            running = running + M31.FromCanonical(column[slot]) - mean;
            column[slot] = running.Value;
        }
    }

    /// <summary>pairs[h] = f[2h] + f[N - 1 - 2h], each less the mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pair(uint* column, long rows, uint* pairs, M31 mean)
    {
        PackedM31 twice = PackedM31.Broadcast(mean + mean);
        for (long i = 0; i < rows; i += 16)
        {
            PackedM31 even = new(LaneTransposition.Even(Vector256.Load(column + i), Vector256.Load(column + i + 8)));
            (even + MirroredOdd(column, rows, i) - twice).Store(pairs + (i / 2));
        }
    }

    /// <summary>f[N - 1 - 2h] for the eight h from i / 2 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static PackedM31 MirroredOdd(uint* column, long rows, long i)
    {
        uint* mirror = column + rows - i - 16;
        return new(Reverse(LaneTransposition.Odd(Vector256.Load(mirror), Vector256.Load(mirror + 8))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Reverse(Vector256<uint> value) => Vector256.Shuffle(value, Vector256.Create(7u, 6, 5, 4, 3, 2, 1, 0));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SweepUp(uint* values, long count)
    {
        for (long half = count / 2; half > 0; half /= 2)
        {
            long h = 0;
            for (; h + 8 <= half; h += 8)
            {
                (PackedM31.Load(values + h) + PackedM31.Load(values + half + h)).Store(values + h);
            }

            for (; h < half; h++)
            {
                values[h] = (M31.FromCanonical(values[h]) + M31.FromCanonical(values[half + h])).Value;
            }
        }
    }

    /// <summary>A pair's total becomes the inclusive sum of its second element; the first one's is less by the second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SweepDown(uint* values, long count)
    {
        for (long half = 1; half < count; half *= 2)
        {
            long h = 0;
            for (; h + 8 <= half; h += 8)
            {
                PackedM31 total = PackedM31.Load(values + h);
                (total - PackedM31.Load(values + half + h)).Store(values + h);
                total.Store(values + half + h);
            }

            for (; h < half; h++)
            {
                M31 total = M31.FromCanonical(values[h]);
                values[h] = (total - M31.FromCanonical(values[half + h])).Value;
                values[half + h] = total.Value;
            }
        }
    }

    /// <summary>out[N - 1 - 2h] = sums[h], out[2h] = sums[h] - (f[N - 1 - 2h] - mean); a block and its mirror image together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread(uint* column, long rows, uint* sums, M31 mean)
    {
        PackedM31 shift = PackedM31.Broadcast(mean);
        for (long i = 0; i < rows / 2; i += 16)
        {
            long mirror = rows - i - 16;
            PackedM31 lowSum = PackedM31.Load(sums + (i / 2));
            PackedM31 highSum = PackedM31.Load(sums + (mirror / 2));
            PackedM31 lowEven = lowSum - (MirroredOdd(column, rows, i) - shift);
            PackedM31 highEven = highSum - (MirroredOdd(column, rows, mirror) - shift);
            Interleave(column + i, lowEven.Lanes, Reverse(highSum.Lanes));
            Interleave(column + mirror, highEven.Lanes, Reverse(lowSum.Lanes));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(uint* destination, Vector256<uint> even, Vector256<uint> odd)
    {
        LaneTransposition.Interleave(even, odd, out Vector256<uint> low, out Vector256<uint> high);
        low.Store(destination);
        high.Store(destination + 8);
    }
}
