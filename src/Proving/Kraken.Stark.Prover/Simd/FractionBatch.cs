using System;
using System.Runtime.CompilerServices;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>The sum of a pair of logup fractions, n / d + n' / d' = (n d' + n' d) / (d d'), strip by strip.</summary>
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
            PackedQM31<T> e = PackedQM31<T>.Load(second + i, StripMachine.MaxRows);
            PackedQM31<T> numerator = (e * T.Load(firstNumerator + i)) + (d * T.Load(secondNumerator + i));
            (d * e).Store(first + i, firstStride);
            numerator.Store(second + i, StripMachine.MaxRows);
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
            LaneOperations.Fill(second + (k * StripMachine.MaxRows), 0, rows);
        }
    }
}
