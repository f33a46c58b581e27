using System;
using System.Threading.Tasks;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Simd;

/// <summary>The circle FFT over the columns of a block, on all cores.</summary>
public static unsafe class ColumnTransforms
{
    /// <summary>Values on the canonic domain to coefficients, in place.</summary>
    public static void Interpolate(ColumnBlock block, TwiddleTable twiddles) => Interpolate(block, block.LogSize, twiddles);

    /// <summary>Values on the first slots of the canonic domain of 2^domainLog points to coefficients, in place.</summary>
    public static void Interpolate(ColumnBlock block, int domainLog, TwiddleTable twiddles) => Parallel.For(0, block.Count, i =>
        CircleTransform.Interpolate(block.Column(i), block.LogSize, domainLog, twiddles));

    /// <summary>Coefficients to values on the canonic domain, or on the part of a larger one whose factors are given, in place.</summary>
    public static void Evaluate(ColumnBlock block, TwiddleTable twiddles) => Parallel.For(0, block.Count, i =>
        CircleTransform.Evaluate(block.Column(i), block.LogSize, block.LogSize, twiddles));

    /// <summary>
    /// Values on the first 2^-logBlowup of the slots of a canonic domain to values on all of it (the low-degree extension).
    /// </summary>
    /// <param name="block">Columns whose first part is filled with values on that part of the domain.</param>
    /// <param name="logBlowup">log2 of the number of parts.</param>
    /// <param name="twiddles">The factors.</param>
    public static void ExtendFromPart(ColumnBlock block, int logBlowup, TwiddleTable twiddles) => Parallel.For(0, block.Count, i =>
    {
        CircleTransform.Interpolate(block.Column(i), block.LogSize - logBlowup, block.LogSize, twiddles);
        CircleTransform.Extend(block.Column(i), block.LogSize - logBlowup, logBlowup, twiddles);
    });

    /// <summary>Values of a trace to the values of its low-degree extension, column by column.</summary>
    /// <param name="trace">Values on the canonic domain of size 2^l.</param>
    /// <param name="extension">A block of as many columns of size 2^(l + b), written.</param>
    /// <param name="firstColumn">Where in the extension block the trace's columns begin.</param>
    /// <param name="twiddles">The factors.</param>
    public static void Extend(ColumnBlock trace, ColumnBlock extension, int firstColumn, TwiddleTable twiddles) =>
        Parallel.For(0, trace.Count, i =>
    {
        // SAFETY: an extension column covers at least the words of a trace column.
        uint* destination = extension.Column(firstColumn + i);
        long bytes = (long)sizeof(uint) << trace.LogSize;
        Buffer.MemoryCopy(trace.Column(i), destination, bytes, bytes);
        CircleTransform.Interpolate(destination, trace.LogSize, trace.LogSize, twiddles);
        CircleTransform.Extend(destination, trace.LogSize, extension.LogSize - trace.LogSize, twiddles);
    });

    /// <summary>Extends columns whose values lie in the first part of their own extension column, in place.</summary>
    /// <param name="block">Columns of size 2^(l + logBlowup); the first part holds values on the canonic domain of size 2^l.</param>
    /// <param name="logBlowup">log2 of the number of parts.</param>
    /// <param name="twiddles">The factors.</param>
    public static void ExtendInPlace(ColumnBlock block, int logBlowup, TwiddleTable twiddles) => Parallel.For(0, block.Count, i =>
    {
        CircleTransform.Interpolate(block.Column(i), block.LogSize - logBlowup, block.LogSize - logBlowup, twiddles);
        CircleTransform.Extend(block.Column(i), block.LogSize - logBlowup, logBlowup, twiddles);
    });

    /// <summary>Coefficients in the first 2^-logBlowup of each column to values on the column's canonic domain, in place.</summary>
    public static void ExtendCoefficients(ColumnBlock block, int logBlowup, TwiddleTable twiddles) => Parallel.For(0, block.Count, i =>
        CircleTransform.Extend(block.Column(i), block.LogSize - logBlowup, logBlowup, twiddles));
}
