using System;
using System.Threading.Tasks;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Stark.Prover.Transforms;

/// <summary>The circle FFT over the columns of a block, on all cores.</summary>
public static class ColumnTransforms
{
    /// <summary>Values on the canonic domain to coefficients, in place.</summary>
    public static void Interpolate(ColumnBlock block, TwiddleTable twiddles) => Interpolate(block, block.LogSize, twiddles);

    /// <summary>Values of one column on its canonic domain to coefficients, in place.</summary>
    public static void Interpolate(ColumnReference column, TwiddleTable twiddles) =>
        CircleTransform.Interpolate(column, column.LogSize, column.LogSize, twiddles);

    /// <summary>Values on the first slots of the canonic domain of 2^domainLog points to coefficients, in place.</summary>
    public static void Interpolate(ColumnBlock block, int domainLog, TwiddleTable twiddles) => Parallel.For(0, block.Count, i =>
        CircleTransform.Interpolate(new ColumnReference(block, i), block.LogSize, domainLog, twiddles));

    /// <summary>Coefficients to values on the canonic domain, or on the part of a larger one whose factors are given, in place.</summary>
    public static void Evaluate(ColumnBlock block, TwiddleTable twiddles) => Evaluate(block, block.LogSize, twiddles);

    /// <summary>Coefficients to values on the first slots of the canonic domain of 2^domainLog points, in place.</summary>
    internal static void Evaluate(ColumnBlock block, int domainLog, TwiddleTable twiddles) => Parallel.For(0, block.Count, i =>
        CircleTransform.Evaluate(new ColumnReference(block, i), domainLog, twiddles));

    /// <summary>
    /// Values on the first 2^-logBlowup of the slots of a canonic domain to values on all of it (the low-degree extension).
    /// </summary>
    /// <param name="block">Columns whose first part is filled with values on that part of the domain.</param>
    /// <param name="logBlowup">log2 of the number of parts.</param>
    /// <param name="twiddles">The factors.</param>
    public static void ExtendFromPart(ColumnBlock block, int logBlowup, TwiddleTable twiddles) => Parallel.For(0, block.Count, i =>
    {
        CircleTransform.Interpolate(new ColumnReference(block, i), block.LogSize - logBlowup, block.LogSize, twiddles);
        CircleTransform.Extend(new ColumnReference(block, i), logBlowup, twiddles);
    });

    /// <summary>Values of a trace to the values of its low-degree extension, column by column.</summary>
    /// <param name="trace">Values on the canonic domain of size 2^l.</param>
    /// <param name="extension">A block of as many columns of size 2^(l + b), written.</param>
    /// <param name="firstColumn">Where in the extension block the trace's columns begin.</param>
    /// <param name="twiddles">The factors.</param>
    public static void Extend(ColumnBlock trace, ColumnBlock extension, int firstColumn, TwiddleTable twiddles) =>
        Parallel.For(0, trace.Count, i =>
    {
        ColumnReference destination = new(extension, firstColumn + i);
        trace.Rows(i).CopyTo(destination.Rows);
        CircleTransform.Interpolate(destination, trace.LogSize, trace.LogSize, twiddles);
        CircleTransform.Extend(destination, extension.LogSize - trace.LogSize, twiddles);
    });

    /// <summary>Coefficients to values on the first parts of a larger canonic domain, in a block of its own.</summary>
    /// <param name="coefficients">Columns of 2^l coefficients.</param>
    /// <param name="logSize">log2 of the values per column, at least l.</param>
    /// <param name="domainLog">log2 of the domain whose first slots they are, at least <paramref name="logSize"/>.</param>
    /// <param name="twiddles">The factors.</param>
    /// <param name="pool">Memory.</param>
    public static ColumnBlock Values(ColumnBlock coefficients, int logSize, int domainLog, TwiddleTable twiddles, BufferPool pool)
    {
        ColumnBlock values = new(pool, logSize, coefficients.Count);
        Parallel.For(0, values.Count, i => Values(new(coefficients, i), new(values, i), domainLog, twiddles));
        return values;
    }

    /// <summary>Coefficients of the first columns to values on one part of a larger canonic domain, in a block of its own.</summary>
    internal static ColumnBlock PartValues(
        ColumnBlock coefficients, int count, int part, int domainLog, TwiddleTable twiddles, BufferPool pool)
    {
        ColumnBlock values = new(pool, coefficients.LogSize, count);
        Parallel.For(0, count, i => PartValues(new(coefficients, i), new(values, i), part, domainLog, twiddles));
        return values;
    }

    /// <summary>Coefficients of one column to values on one part of a larger canonic domain.</summary>
    internal static void PartValues(ColumnReference coefficients, ColumnReference values, int part, int domainLog, TwiddleTable twiddles) =>
        CircleTransform.EvaluatePart(coefficients, values, part, domainLog, twiddles);

    /// <summary>Coefficients of one column to values on the first parts of a larger canonic domain.</summary>
    internal static void Values(ColumnReference coefficients, ColumnReference values, int domainLog, TwiddleTable twiddles) =>
        CircleTransform.EvaluateParts(coefficients, values, domainLog, twiddles);

    /// <summary>Coefficients of one column to those values on its extended domain that are asked for; the others are undefined.</summary>
    /// <param name="coefficients">The column.</param>
    /// <param name="values">A column on the extended domain.</param>
    /// <param name="slots">Its slots that are asked for, ascending.</param>
    /// <param name="twiddles">The factors.</param>
    internal static void ValuesAt(ColumnReference coefficients, ColumnReference values, ReadOnlySpan<uint> slots, TwiddleTable twiddles) =>
        SlotTransform.Evaluate(coefficients, values, slots, twiddles);
}
