using System;
using System.Runtime.InteropServices;
using Kraken.Circle;
using Kraken.Fields;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// The circle FFT, vectorised; <see cref="CircleFft"/> is its oracle. Data is in bit-reversed circle domain order. The domain may be the
/// first 2^logSize slots of a larger canonic domain (a circle domain of its own), which is what <c>domainLog</c> says.
/// </summary>
public static unsafe class CircleTransform
{
    private const int BaseLog = 6;
    private const int CacheLog = 15;

    /// <summary>Values to coefficients, in place.</summary>
    /// <param name="data">2^logSize canonical words.</param>
    /// <param name="logSize">log2 of the number of values, at least 1.</param>
    /// <param name="domainLog">log2 of the canonic domain whose first slots these are; at least logSize.</param>
    /// <param name="twiddles">The factors, of at least domainLog.</param>
    public static void Interpolate(uint* data, int logSize, int domainLog, TwiddleTable twiddles) =>
        Inverse(data, logSize, domainLog, twiddles, true, (31 - (logSize % 31)) % 31);

    /// <summary>Coefficients to values, in place.</summary>
    /// <inheritdoc cref="Interpolate"/>
    public static void Evaluate(uint* data, int logSize, int domainLog, TwiddleTable twiddles) =>
        Forward(data, logSize, domainLog, twiddles, false);

    /// <summary>
    /// The transpose of <see cref="Interpolate"/> without its factor 2^-logSize: turns basis evaluations at a point into the weights whose
    /// inner product with the values is the polynomial's value there.
    /// </summary>
    /// <inheritdoc cref="Interpolate"/>
    public static void TransposeInterpolation(uint* data, int logSize, int domainLog, TwiddleTable twiddles) =>
        Forward(data, logSize, domainLog, twiddles, true);

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

            ForwardPart(start, logSize, logSize + logBlowup, twiddles, false, part);
        }
    }

    private static void Forward(uint* data, int logSize, int domainLog, TwiddleTable twiddles, bool inverseFactors) =>
        ForwardPart(data, logSize, domainLog, twiddles, inverseFactors, 0);

    /// <summary>Transforms part number <paramref name="part"/> of 2^logSize values of the domain.</summary>
    private static void ForwardPart(uint* data, int logSize, int domainLog, TwiddleTable twiddles, bool inverseFactors, long part)
    {
        if (logSize < BaseLog)
        {
            SmallTransform.Forward(new Span<uint>(data, 1 << logSize), logSize, domainLog, twiddles.Tree, inverseFactors, (int)part);
            return;
        }

        int layer = logSize;
        int rest = (logSize - BaseLog) % 3;
        for (; rest > 0; rest--)
        {
            layer--;
            ForwardSingle(data, logSize, layer, domainLog, twiddles, inverseFactors, part);
        }

        while (layer > CacheLog)
        {
            layer -= 3;
            ForwardTriple(data, logSize, layer, domainLog, twiddles, inverseFactors, part);
        }

        // What remains of the layers works inside parts that stay in the cache.
        long parts = 1L << (logSize - layer);
        for (long i = 0; i < parts; i++)
        {
            uint* start = data + (i << layer);
            long number = (part << (logSize - layer)) + i;
            for (int inner = layer - 3; inner >= BaseLog; inner -= 3)
            {
                ForwardTriple(start, layer, inner, domainLog, twiddles, inverseFactors, number);
            }

            ForwardBlocks(start, layer, domainLog, twiddles, inverseFactors, number);
        }
    }

    private static void ForwardBlocks(uint* data, int logSize, int domainLog, TwiddleTable twiddles, bool inverseFactors, long part)
    {
        long blocks = 1L << (logSize - BaseLog);
        for (long block = 0; block < blocks; block++)
        {
            ForwardBase.Block(
                data + (block << BaseLog), new BaseFactors(twiddles, domainLog, (part << (logSize - BaseLog)) + block, inverseFactors));
        }
    }

    private static void ForwardSingle(
        uint* data,
        int logSize,
        int layer,
        int domainLog,
        TwiddleTable twiddles,
        bool inverseFactors,
        long part)
    {
        uint* line = twiddles.Line(domainLog, layer, inverseFactors);
        long blocks = 1L << (logSize - layer - 1);
        for (long block = 0; block < blocks; block++)
        {
            FftPass.ForwardRadix2(data + (block << (layer + 1)), layer, line[(part * blocks) + block]);
        }
    }

    private static void ForwardTriple(
        uint* data,
        int logSize,
        int layer,
        int domainLog,
        TwiddleTable twiddles,
        bool inverseFactors,
        long part)
    {
        uint* l0 = twiddles.Line(domainLog, layer, inverseFactors);
        uint* l1 = twiddles.Line(domainLog, layer + 1, inverseFactors);
        uint* l2 = twiddles.Line(domainLog, layer + 2, inverseFactors);
        long blocks = 1L << (logSize - layer - 3);
        for (long block = 0; block < blocks; block++)
        {
            FftPass.ForwardRadix8(data + (block << (layer + 3)), layer, l0, l1, l2, (part * blocks) + block);
        }
    }

    private static void Inverse(uint* data, int logSize, int domainLog, TwiddleTable twiddles, bool inverseFactors, int shift)
    {
        if (logSize < BaseLog)
        {
            SmallTransform.Inverse(new Span<uint>(data, 1 << logSize), logSize, domainLog, twiddles.Tree, inverseFactors);
            return;
        }

        int cached = Math.Min(logSize, CacheLog);
        cached -= (cached - BaseLog) % 3;
        for (long i = 0; i < 1L << (logSize - cached); i++)
        {
            uint* start = data + (i << cached);
            InverseBlocks(start, cached, domainLog, twiddles, inverseFactors, i, shift);
            for (int inner = BaseLog; inner < cached; inner += 3)
            {
                InverseTriple(start, cached, inner, domainLog, twiddles, inverseFactors, i);
            }
        }

        int layer = cached;
        for (; layer + 3 <= logSize; layer += 3)
        {
            InverseTriple(data, logSize, layer, domainLog, twiddles, inverseFactors, 0);
        }

        for (; layer < logSize; layer++)
        {
            InverseSingle(data, logSize, layer, domainLog, twiddles, inverseFactors);
        }
    }

    private static void InverseBlocks(
        uint* data,
        int logSize,
        int domainLog,
        TwiddleTable twiddles,
        bool inverseFactors,
        long part,
        int shift)
    {
        long blocks = 1L << (logSize - BaseLog);
        for (long block = 0; block < blocks; block++)
        {
            InverseBase.Block(
                data + (block << BaseLog), new BaseFactors(twiddles, domainLog, (part * blocks) + block, inverseFactors), shift);
        }
    }

    private static void InverseTriple(
        uint* data,
        int logSize,
        int layer,
        int domainLog,
        TwiddleTable twiddles,
        bool inverseFactors,
        long part)
    {
        uint* l0 = twiddles.Line(domainLog, layer, inverseFactors);
        uint* l1 = twiddles.Line(domainLog, layer + 1, inverseFactors);
        uint* l2 = twiddles.Line(domainLog, layer + 2, inverseFactors);
        long blocks = 1L << (logSize - layer - 3);
        for (long block = 0; block < blocks; block++)
        {
            FftPass.InverseRadix8(data + (block << (layer + 3)), layer, l0, l1, l2, (part * blocks) + block);
        }
    }

    private static void InverseSingle(uint* data, int logSize, int layer, int domainLog, TwiddleTable twiddles, bool inverseFactors)
    {
        uint* line = twiddles.Line(domainLog, layer, inverseFactors);
        for (long block = 0; block < 1L << (logSize - layer - 1); block++)
        {
            FftPass.InverseRadix2(data + (block << (layer + 1)), layer, line[block]);
        }
    }
}
