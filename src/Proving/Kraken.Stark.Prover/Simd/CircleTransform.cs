using System;
using Kraken.Circle;
using Kraken.Fields.Packed;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// The circle FFT, vectorised; <see cref="CircleFft"/> is its oracle. Data is in bit-reversed circle domain order. The domain may be the
/// first 2^logSize slots of a larger canonic domain (a circle domain of its own), which is what <c>domainLog</c> says.
/// </summary>
/// <remarks>
/// Lanes: neighbouring values, whose six lowest layers <see cref="ForwardBase"/> and <see cref="InverseBase"/> take and the upper ones
/// <see cref="FftPass"/>, in parts that fit the cache. Twin: <see cref="CircleFft"/>; on parts of a domain and below 64 values
/// <see cref="Scalar.SmallTransform"/>.
/// </remarks>
public static unsafe class CircleTransform
{
    /// <summary>log2 of the values that the lowest layers take together.</summary>
    internal const int BaseLog = 6;

    private const int CacheLog = 15;

    /// <summary>Values to coefficients, in place.</summary>
    /// <param name="data">2^logSize canonical words.</param>
    /// <param name="logSize">log2 of the number of values, at least 1.</param>
    /// <param name="domainLog">log2 of the canonic domain whose first slots these are; at least logSize.</param>
    /// <param name="twiddles">The factors, of at least domainLog.</param>
    public static void Interpolate(uint* data, int logSize, int domainLog, TwiddleTable twiddles) =>
        Inverse(data, logSize, new(twiddles, domainLog, true), (31 - (logSize % 31)) % 31);

    /// <summary>Coefficients to values, in place.</summary>
    /// <inheritdoc cref="Interpolate(uint*, int, int, TwiddleTable)"/>
    public static void Evaluate(uint* data, int logSize, int domainLog, TwiddleTable twiddles) =>
        Forward(data, data, logSize, new(twiddles, domainLog, false), 0);

    /// <summary>
    /// The transpose of <see cref="Interpolate(uint*, int, int, TwiddleTable)"/> without its factor 2^-logSize: turns basis evaluations at
    /// a point into the weights whose inner product with the values is the polynomial's value there.
    /// </summary>
    /// <inheritdoc cref="Interpolate(uint*, int, int, TwiddleTable)"/>
    public static void TransposeInterpolation(uint* data, int logSize, int domainLog, TwiddleTable twiddles) =>
        Forward(data, data, logSize, new(twiddles, domainLog, true), 0);

    /// <summary>2^logSize coefficients in the first part to values on the canonic domain 2^logBlowup times as large, in place.</summary>
    /// <param name="data">2^(logSize + logBlowup) words; all parts but the first are written only.</param>
    /// <param name="logSize">log2 of the number of coefficients.</param>
    /// <param name="logBlowup">log2 of the number of parts.</param>
    /// <param name="twiddles">The factors.</param>
    public static void Extend(uint* data, int logSize, int logBlowup, TwiddleTable twiddles)
    {
        // SAFETY: data covers 2^(logSize + logBlowup) words. With zero upper coefficients the top layers only copy.
        nuint bytes = (nuint)sizeof(uint) << logSize;
        for (long part = (1L << logBlowup) - 1; part >= 0; part--)
        {
            uint* start = data + (part << logSize);
            if (part > 0)
            {
                Buffer.MemoryCopy(data, start, bytes, bytes);
            }

            Forward(start, start, logSize, new(twiddles, logSize + logBlowup, false), part);
        }
    }

    /// <summary>Coefficients to values on the first parts of a larger canonic domain, each as long as the coefficients.</summary>
    /// <param name="coefficients">2^logSize words, read.</param>
    /// <param name="values">parts * 2^logSize words, written.</param>
    /// <param name="logSize">log2 of the number of coefficients.</param>
    /// <param name="parts">The number of parts.</param>
    /// <param name="domainLog">log2 of the domain.</param>
    /// <param name="twiddles">The factors.</param>
    public static void EvaluateParts(uint* coefficients, uint* values, int logSize, int parts, int domainLog, TwiddleTable twiddles)
    {
        // SAFETY: both cover what they are said to.
        for (long part = 0; part < parts; part++)
        {
            Forward(coefficients, values + (part << logSize), logSize, new(twiddles, domainLog, false), part);
        }
    }

    /// <summary>Values to coefficients, in place, of a column's first 2^logSize rows.</summary>
    internal static void Interpolate(ColumnReference column, int logSize, int domainLog, TwiddleTable twiddles) =>
        Interpolate(column.Words, logSize, domainLog, twiddles);

    /// <summary>Coefficients to values on the first slots of a domain, in place, of a whole column.</summary>
    internal static void Evaluate(ColumnReference column, int domainLog, TwiddleTable twiddles) =>
        Evaluate(column.Words, column.LogSize, domainLog, twiddles);

    /// <summary>The transpose of <see cref="Interpolate(uint*, int, int, TwiddleTable)"/> without its factor, of a whole column.</summary>
    internal static void TransposeInterpolation(ColumnReference column, int domainLog, TwiddleTable twiddles) =>
        TransposeInterpolation(column.Words, column.LogSize, domainLog, twiddles);

    /// <summary>Coefficients in the first part of a column to values in all of it.</summary>
    internal static void Extend(ColumnReference column, int logBlowup, TwiddleTable twiddles) =>
        Extend(column.Words, column.LogSize - logBlowup, logBlowup, twiddles);

    /// <summary>Coefficients to values on one part of a larger canonic domain.</summary>
    internal static void EvaluatePart(
        ColumnReference coefficients, ColumnReference values, int part, int domainLog, TwiddleTable twiddles) =>
        Forward(coefficients.Words, values.Words, coefficients.LogSize, new(twiddles, domainLog, false), part);

    /// <summary>Coefficients to values on as many first parts of a larger canonic domain as the values have room for.</summary>
    internal static void EvaluateParts(ColumnReference coefficients, ColumnReference values, int domainLog, TwiddleTable twiddles)
    {
        int parts = 1 << (values.LogSize - coefficients.LogSize);
        EvaluateParts(coefficients.Words, values.Words, coefficients.LogSize, parts, domainLog, twiddles);
    }

    /// <summary>Copies 2^logSize words, unless they are in their place.</summary>
    internal static void Copy(uint* source, uint* destination, int logSize)
    {
        if (source != destination)
        {
            long bytes = (long)sizeof(uint) << logSize;
            Buffer.MemoryCopy(source, destination, bytes, bytes);
        }
    }

    /// <summary>Transforms part number <paramref name="part"/> of the domain, 2^logSize values, to another place or in place.</summary>
    internal static void Forward(uint* source, uint* data, int logSize, FftFactors factors, long part)
    {
        if (logSize < BaseLog)
        {
            Copy(source, data, logSize);
            factors.SmallForward(data, logSize, (int)part);
            return;
        }

        // The first sweep reads the source.
        nint from = (nint)(source - data);
        int layer = logSize - ((logSize - BaseLog) % 3);
        OneOrTwo<ForwardFft>(data, logSize, layer, factors, part, from);
        from = layer < logSize ? 0 : from;
        while (layer > CacheLog)
        {
            layer -= 3;
            Triple<ForwardFft>(data, logSize, layer, factors, part, from);
            from = 0;
        }

        // What remains of the layers works inside parts that stay in the cache.
        long parts = 1L << (logSize - layer);
        for (long i = 0; i < parts; i++)
        {
            uint* start = data + (i << layer);
            long number = (part << (logSize - layer)) + i;
            nint first = from;
            for (int inner = layer - 3; inner >= BaseLog; inner -= 3)
            {
                Triple<ForwardFft>(start, layer, inner, factors, number, first);
                first = 0;
            }

            Copy(start + first, start, layer);
            Blocks<ForwardFft>(start, layer, factors, number, 0);
        }
    }

    private static void Inverse(uint* data, int logSize, FftFactors factors, int shift)
    {
        if (logSize < BaseLog)
        {
            factors.SmallInverse(data, logSize);
            return;
        }

        int cached = Math.Min(logSize, CacheLog);
        cached -= (cached - BaseLog) % 3;
        for (long i = 0; i < 1L << (logSize - cached); i++)
        {
            uint* start = data + (i << cached);
            Blocks<InverseFft>(start, cached, factors, i, shift);
            for (int inner = BaseLog; inner < cached; inner += 3)
            {
                Triple<InverseFft>(start, cached, inner, factors, i);
            }
        }

        int layer = cached;
        for (; layer + 3 <= logSize; layer += 3)
        {
            Triple<InverseFft>(data, logSize, layer, factors, 0);
        }

        OneOrTwo<InverseFft>(data, logSize, layer, factors, 0);
    }

    /// <summary>The six lowest layers of 2^logSize values, part number <paramref name="part"/> of the domain.</summary>
    internal static void Blocks<TDirection>(uint* data, int logSize, FftFactors factors, long part, int shift)
        where TDirection : struct, IFftDirection
    {
        long blocks = 1L << (logSize - BaseLog);
        BaseFactors first = factors.Base(part * blocks);
        if (VectorHardware.HasWideLanes && blocks % BlockLanes16.Blocks == 0)
        {
            TDirection.Blocks<BlockLanes16, WideM31>(data, blocks, first, shift);
        }
        else
        {
            TDirection.Blocks<BlockLanes8, PackedM31>(data, blocks, first, shift);
        }
    }

    /// <summary>Three layers from a given one on.</summary>
    internal static void Triple<TDirection>(uint* data, int logSize, int layer, FftFactors factors, long part, nint from = 0)
        where TDirection : struct, IFftDirection
    {
        if (VectorHardware.HasWideLanes)
        {
            Triple<TDirection, WideM31>(data, logSize, layer, factors, part, from);
        }
        else
        {
            Triple<TDirection, PackedM31>(data, logSize, layer, factors, part, from);
        }
    }

    /// <summary>Three layers at a given width.</summary>
    private static void Triple<TDirection, T>(uint* data, int logSize, int layer, FftFactors factors, long part, nint from)
        where TDirection : struct, IFftDirection
        where T : unmanaged, IPackedM31<T>
    {
        uint* l0 = factors.Line(layer);
        uint* l1 = factors.Line(layer + 1);
        uint* l2 = factors.Line(layer + 2);
        long blocks = 1L << (logSize - layer - 3);
        for (long block = 0; block < blocks; block++)
        {
            TDirection.Radix8<T>(data + (block << (layer + 3)), layer, l0, l1, l2, (part * blocks) + block, from);
        }
    }

    /// <summary>The layers from a given one to the top, none, one or two.</summary>
    internal static void OneOrTwo<TDirection>(uint* data, int logSize, int layer, FftFactors factors, long part, nint from = 0)
        where TDirection : struct, IFftDirection
    {
        if (VectorHardware.HasWideLanes)
        {
            OneOrTwo<TDirection, WideM31>(data, logSize, layer, factors, part, from);
        }
        else
        {
            OneOrTwo<TDirection, PackedM31>(data, logSize, layer, factors, part, from);
        }
    }

    /// <summary>The layers from a given one to the top, none, one or two, at a given width.</summary>
    private static void OneOrTwo<TDirection, T>(uint* data, int logSize, int layer, FftFactors factors, long part, nint from)
        where TDirection : struct, IFftDirection
        where T : unmanaged, IPackedM31<T>
    {
        if (logSize - layer == 2)
        {
            FftPass.Radix4<TDirection, T>(data, layer, factors.Line(layer) + (2 * part), factors.Line(layer + 1)[part], from);
        }
        else if (logSize - layer == 1)
        {
            FftPass.Radix2<TDirection, T>(data, layer, factors.Line(layer)[part], from);
        }
    }
}
