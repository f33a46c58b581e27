using System;
using System.Threading.Tasks;
using Kraken.Circle;

namespace Kraken.Stark.Prover.Simd;

/// <summary>The circle FFT over the columns of a block, on all cores.</summary>
public static unsafe class ColumnTransforms
{
    /// <summary>Values on the canonic domain to coefficients, in place.</summary>
    public static void Interpolate(ColumnBlock block, TwiddleTable twiddles) => Parallel.For(0, block.Count, i =>
        CircleTransform.Interpolate(block.Column(i), block.LogSize, block.LogSize, twiddles));

    /// <summary>Coefficients to values on the canonic domain, in place.</summary>
    public static void Evaluate(ColumnBlock block, TwiddleTable twiddles) => Parallel.For(0, block.Count, i =>
        CircleTransform.Evaluate(block.Column(i), block.LogSize, block.LogSize, twiddles));

    /// <summary>Values on the first half of the slots of a canonic domain to values on all of it (the low-degree extension).</summary>
    /// <param name="block">Columns whose first half is filled with values on that part of the domain.</param>
    /// <param name="twiddles">The factors.</param>
    public static void ExtendFromHalf(ColumnBlock block, TwiddleTable twiddles) => Parallel.For(0, block.Count, i =>
    {
        CircleTransform.Interpolate(block.Column(i), block.LogSize - 1, block.LogSize, twiddles);
        CircleTransform.ExtendDouble(block.Column(i), block.LogSize - 1, twiddles);
    });

    /// <summary>Values of a trace to the values of its low-degree extension by 2^1, column by column.</summary>
    /// <param name="trace">Values on the canonic domain of size 2^l.</param>
    /// <param name="extension">A block of as many columns of size 2^(l + 1), written.</param>
    /// <param name="firstColumn">Where in the extension block the trace's columns begin.</param>
    /// <param name="twiddles">The factors.</param>
    public static void Extend(ColumnBlock trace, ColumnBlock extension, int firstColumn, TwiddleTable twiddles) => Parallel.For(0, trace.Count, i =>
    {
        // SAFETY: an extension column covers twice the words of a trace column.
        uint* destination = extension.Column(firstColumn + i);
        long bytes = (long)sizeof(uint) << trace.LogSize;
        Buffer.MemoryCopy(trace.Column(i), destination, bytes, bytes);
        CircleTransform.Interpolate(destination, trace.LogSize, trace.LogSize, twiddles);
        CircleTransform.ExtendDouble(destination, trace.LogSize, twiddles);
    });

    /// <summary>Extends columns whose values lie in the first half of their own extension column, in place.</summary>
    /// <param name="block">Columns of size 2^(l + 1); the first half holds values on the canonic domain of size 2^l.</param>
    /// <param name="twiddles">The factors.</param>
    public static void ExtendInPlace(ColumnBlock block, TwiddleTable twiddles) => Parallel.For(0, block.Count, i =>
    {
        CircleTransform.Interpolate(block.Column(i), block.LogSize - 1, block.LogSize - 1, twiddles);
        CircleTransform.ExtendDouble(block.Column(i), block.LogSize - 1, twiddles);
    });

    /// <summary>Coefficients in the first half of each column to values on the column's canonic domain, in place.</summary>
    public static void ExtendCoefficients(ColumnBlock block, TwiddleTable twiddles) => Parallel.For(0, block.Count, i =>
        CircleTransform.ExtendDouble(block.Column(i), block.LogSize - 1, twiddles));
}
