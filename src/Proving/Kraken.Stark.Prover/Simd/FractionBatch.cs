using System;
using System.Runtime.CompilerServices;
using Kraken.Fields;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// The sum of a pair of logup fractions, n / d + n' / d' = (n d' + n' d) / (d d'), strip by strip, and the running sums of the pairs.
/// </summary>
/// <remarks>
/// Lanes: one row per lane, a secure value four vectors. Twin: width 1, <see cref="ScalarM31"/>.
/// </remarks>
internal static unsafe class FractionBatch
{
    /// <summary>Joins two fractions in place.</summary>
    /// <param name="firstNumerator">n, base values.</param>
    /// <param name="secondNumerator">n', base values.</param>
    /// <param name="first">d, four runs; becomes d d'.</param>
    /// <param name="firstStride">Words between the runs of d.</param>
    /// <param name="second">d', four runs; becomes n d' + n' d.</param>
    /// <param name="rows">Rows of the strip.</param>
    public static void Join(uint* firstNumerator, uint* secondNumerator, uint* first, nint firstStride, uint* second, int rows)
    {
        if (LaneOperations.IsWide(rows))
        {
            Join<WideM31>(firstNumerator, secondNumerator, first, firstStride, second, rows);
        }
        else
        {
            Join<PackedM31>(firstNumerator, secondNumerator, first, firstStride, second, rows);
        }
    }

    /// <summary>Joins two fractions in place, at a given width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Join<T>(uint* firstNumerator, uint* secondNumerator, uint* first, nint firstStride, uint* second, int rows)
        where T : unmanaged, IPackedM31<T>
    {
        // SAFETY: all runs cover rows words.
        for (int i = 0; i < rows; i += T.Width)
        {
            PackedQM31<T> d = PackedQM31<T>.Load(first + i, firstStride);
            PackedQM31<T> e = PackedQM31<T>.Load(second + i, LaneOperations.StripRows);
            PackedQM31<T> numerator = (e * T.Load(firstNumerator + i)) + (d * T.Load(secondNumerator + i));
            (d * e).Store(first + i, firstStride);
            numerator.Store(second + i, LaneOperations.StripRows);
        }
    }

    /// <summary>A single fraction in the same shape: first stays d, second becomes n.</summary>
    public static void Single(uint* numerator, uint* second, int rows)
    {
        // SAFETY: all runs cover rows words.
        nuint bytes = (nuint)rows * sizeof(uint);
        Buffer.MemoryCopy(numerator, second, bytes, bytes);
        for (int k = 1; k < 4; k++)
        {
            LaneOperations.Fill(second + (k * LaneOperations.StripRows), 0, rows);
        }
    }

    /// <summary>Words of a strip's fractions with the scratch of their inversion, see <see cref="TrySum{T}"/>.</summary>
    /// <param name="batches">Fractions per row.</param>
    public static long SumWords(int batches) => 10L * batches * LaneOperations.StripRows;

    /// <summary>
    /// Writes the running sums S_k = S_(k-1) + n_k / d_k of each row. All denominators of the strip are inverted together.
    /// </summary>
    /// <param name="fractions">
    /// <see cref="SumWords"/> words: four runs of batches * StripRows words with the denominators' coordinates, those of batch k from
    /// k * rows on; then for each batch the four runs of its numerators, StripRows words each; then scratch. Replaced.
    /// </param>
    /// <param name="batches">Fractions per row.</param>
    /// <param name="rows">Rows of the strip.</param>
    /// <param name="columns">The strip's first row of the first of four columns per batch, written.</param>
    /// <param name="step">Words between columns.</param>
    /// <returns>False, and nothing is written, if a denominator of the strip is zero.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TrySum<T>(uint* fractions, int batches, int rows, uint* columns, nint step)
        where T : unmanaged, IPackedM31<T>
    {
        nint coordinate = batches * LaneOperations.StripRows;
        uint* numerators = fractions + (4 * coordinate);
        BatchInversion.InvertSecure<T>(fractions, coordinate, batches * rows, fractions + (8 * coordinate));
        if (HoldsZero<T>(fractions, coordinate))
        {
            return false;
        }

        // SAFETY: every column covers the strip's rows, the fractions what they are said to.
        for (int i = 0; i < rows; i += T.Width)
        {
            PackedQM31<T> sum = PackedQM31<T>.Broadcast(QM31.Zero);
            uint* target = columns + i;
            for (int batch = 0; batch < batches; batch++, target += 4 * step)
            {
                PackedQM31<T> inverse = PackedQM31<T>.Load(fractions + (batch * rows) + i, coordinate);
                sum += PackedQM31<T>.Load(numerators + (4L * batch * LaneOperations.StripRows) + i, LaneOperations.StripRows) * inverse;
                sum.Store(target, step);
            }
        }

        return true;
    }

    /// <summary>
    /// One zero denominator makes all inverses of its lane zero, the first ones among them, which no inverse of another value is.
    /// </summary>
    private static bool HoldsZero<T>(uint* inverses, nint coordinate)
        where T : unmanaged, IPackedM31<T>
    {
        PackedQM31<T> first = PackedQM31<T>.Load(inverses, coordinate);
        for (int lane = 0; lane < T.Width; lane++)
        {
            if (first[lane].IsZero)
            {
                return true;
            }
        }

        return false;
    }
}
