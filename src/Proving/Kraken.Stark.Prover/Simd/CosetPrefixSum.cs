using System.Runtime.CompilerServices;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Scalar;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// The running total of a column in coset order, less its mean, in place. In storage, coset rows 2j and 2j + 1 lie at slots s and N - 1 - s
/// with s = 2 bitrev(j): so the sums of these pairs are in bit-reversed order of j, where neighbours 2i and 2i + 1 are half the array apart
/// and a prefix sum is a sweep up and a sweep down over contiguous halves.
/// </summary>
/// <remarks>
/// Lanes: pairs of rows in bit-reversed order; where a half of the array is shorter than a vector, one pair at a time.
/// Twin: <see cref="ScalarPrefixSum"/>.
/// </remarks>
internal static unsafe class CosetPrefixSum
{
    // SAFETY: callers own the words of the column and half as many of scratch.

    /// <summary>Accumulates, with the widest vectors that there are.</summary>
    /// <param name="column">2^logSize base elements, replaced.</param>
    /// <param name="logSize">log2 of the number of rows.</param>
    /// <param name="scratch">2^(logSize - 1) words.</param>
    /// <returns>The total of the column.</returns>
    public static M31 Accumulate(uint* column, int logSize, uint* scratch) => VectorHardware.HasWideLanes
        ? Accumulate<WideM31>(column, logSize, scratch)
        : Accumulate<PackedM31>(column, logSize, scratch);

    /// <summary>Accumulates, at a given width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static M31 Accumulate<T>(uint* column, int logSize, uint* scratch)
        where T : unmanaged, IPackedM31<T>
    {
        // SAFETY: the column covers 2^logSize words, scratch half as many.
        long rows = 1L << logSize;
        bool isVector = rows >= 4 * T.Width;
        M31 total = isVector ? Total<T>(column, rows) : Total<ScalarM31>(column, rows);
        M31 mean = total * M31.FromCanonical((uint)(rows % M31.Modulus)).Inverse();
        if (!isVector)
        {
            ScalarPrefixSum.Accumulate(new(column, 1 << logSize), logSize, mean);
            return total;
        }

        Pair<T>(column, rows, scratch, mean);
        SweepUp<T>(scratch, rows / 2);
        SweepDown<T>(scratch, rows / 2);
        Spread<T>(column, rows, scratch, mean);
        return total;
    }

    /// <summary>Accumulates a column that has at least 2^logSize rows.</summary>
    /// <param name="column">The column, of which 2^logSize rows are replaced.</param>
    /// <param name="logSize">log2 of the number of rows.</param>
    /// <param name="scratch">2^(logSize - 1) words.</param>
    /// <returns>The total of the rows.</returns>
    public static M31 Accumulate(ColumnReference column, int logSize, NativeBuffer scratch) =>
        Accumulate(column.Words, logSize, scratch.Words);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static M31 Total<T>(uint* column, long rows)
        where T : unmanaged, IPackedM31<T>
    {
        T sum = T.Broadcast(M31.Zero);
        for (long i = 0; i < rows; i += T.Width)
        {
            sum += T.Load(column + i);
        }

        M31 total = sum[0];
        for (int lane = 1; lane < T.Width; lane++)
        {
            total += sum[lane];
        }

        return total;
    }

    /// <summary>pairs[h] = f[2h] + f[N - 1 - 2h], each less the mean.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pair<T>(uint* column, long rows, uint* pairs, M31 mean)
        where T : unmanaged, IPackedM31<T>
    {
        T twice = T.Broadcast(mean + mean);
        for (long i = 0; i < rows; i += 2 * T.Width)
        {
            T even = LanePairs.Even(T.Load(column + i), T.Load(column + i + T.Width));
            (even + MirroredOdd<T>(column, rows, i) - twice).Store(pairs + (i / 2));
        }
    }

    /// <summary>f[N - 1 - 2h] for as many h as there are lanes from i / 2 on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T MirroredOdd<T>(uint* column, long rows, long i)
        where T : unmanaged, IPackedM31<T>
    {
        uint* mirror = column + rows - i - (2 * T.Width);
        return LanePairs.Reverse(LanePairs.Odd(T.Load(mirror), T.Load(mirror + T.Width)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SweepUp<T>(uint* values, long count)
        where T : unmanaged, IPackedM31<T>
    {
        for (long half = count / 2; half > 0; half /= 2)
        {
            long h = 0;
            for (; h + T.Width <= half; h += T.Width)
            {
                (T.Load(values + h) + T.Load(values + half + h)).Store(values + h);
            }

            for (; h < half; h++)
            {
                values[h] = (M31.FromCanonical(values[h]) + M31.FromCanonical(values[half + h])).Value;
            }
        }
    }

    /// <summary>A pair's total becomes the inclusive sum of its second element; the first one's is less by the second.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SweepDown<T>(uint* values, long count)
        where T : unmanaged, IPackedM31<T>
    {
        for (long half = 1; half < count; half *= 2)
        {
            long h = 0;
            for (; h + T.Width <= half; h += T.Width)
            {
                T total = T.Load(values + h);
                (total - T.Load(values + half + h)).Store(values + h);
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
    private static void Spread<T>(uint* column, long rows, uint* sums, M31 mean)
        where T : unmanaged, IPackedM31<T>
    {
        T shift = T.Broadcast(mean);
        for (long i = 0; i < rows / 2; i += 2 * T.Width)
        {
            long mirror = rows - i - (2 * T.Width);
            T lowSum = T.Load(sums + (i / 2));
            T highSum = T.Load(sums + (mirror / 2));
            T lowEven = lowSum - (MirroredOdd<T>(column, rows, i) - shift);
            T highEven = highSum - (MirroredOdd<T>(column, rows, mirror) - shift);
            LanePairs.StoreByTurns(lowEven, LanePairs.Reverse(highSum), column + i);
            LanePairs.StoreByTurns(highEven, LanePairs.Reverse(lowSum), column + mirror);
        }
    }
}
