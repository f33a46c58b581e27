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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Join(uint* firstNumerator, uint* secondNumerator, uint* first, nint firstStride, uint* second, int rows)
    {
        // SAFETY: all runs cover rows words.
        for (int i = 0; i < rows; i += 8)
        {
            PackedQM31<PackedM31> d = PackedQM31<PackedM31>.Load(first + i, firstStride);
            PackedQM31<PackedM31> e = PackedQM31<PackedM31>.Load(second + i, StripMachine.MaxRows);
            PackedQM31<PackedM31> numerator = (e * PackedM31.Load(firstNumerator + i)) + (d * PackedM31.Load(secondNumerator + i));
            (d * e).Store(first + i, firstStride);
            numerator.Store(second + i, StripMachine.MaxRows);
        }
    }

    /// <summary>A single fraction in the same shape: first stays d, second becomes n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Single(uint* numerator, uint* second, int rows)
    {
        PackedM31 zero = PackedM31.Broadcast(Kraken.Fields.M31.Zero);
        for (int i = 0; i < rows; i += 8)
        {
            new PackedQM31<PackedM31>(PackedM31.Load(numerator + i), zero, zero, zero).Store(second + i, StripMachine.MaxRows);
        }
    }
}
