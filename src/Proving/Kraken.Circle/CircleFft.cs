using System;
using System.Numerics;
using Kraken.Fields;

namespace Kraken.Circle;

/// <summary>
/// The circle FFT [CIRCLE-STARK], scalar: the oracle of the vectorised one.
/// Coefficient index bit k belongs to factor k of the basis y^b0 x^b1 pi(x)^b2 pi^2(x)^b3 ...; values are in
/// bit-reversed circle domain order.
/// </summary>
public static class CircleFft
{
    /// <summary>Turns 2^n values on the canonic domain into coefficients, in place.</summary>
    /// <exception cref="ArgumentException">The length is not a power of two of at least 2, or above the tree.</exception>
    public static void Interpolate(Span<M31> values, TwiddleTree twiddles)
    {
        int logSize = CheckedLogSize(values.Length, twiddles);
        for (int h = 0; h < values.Length / 2; h++)
        {
            InverseButterfly(ref values[2 * h], ref values[(2 * h) + 1], twiddles.CircleInverse(logSize, h));
        }

        for (int layer = 1; layer < logSize; layer++)
        {
            ReadOnlySpan<M31> line = twiddles.LineInverse(logSize, layer);
            for (int h = 0; h < line.Length; h++)
            {
                InverseBlock(values.Slice(h << (layer + 1), 2 << layer), line[h]);
            }
        }

        M31 scale = M31.FromCanonical((uint)values.Length).Inverse();
        foreach (ref M31 value in values)
        {
            value *= scale;
        }
    }

    /// <summary>Turns 2^n coefficients into values on the canonic domain, in place.</summary>
    /// <exception cref="ArgumentException">The length is not a power of two of at least 2, or above the tree.</exception>
    public static void Evaluate(Span<M31> coefficients, TwiddleTree twiddles)
    {
        int logSize = CheckedLogSize(coefficients.Length, twiddles);
        for (int layer = logSize - 1; layer > 0; layer--)
        {
            ReadOnlySpan<M31> line = twiddles.Line(logSize, layer);
            for (int h = 0; h < line.Length; h++)
            {
                ForwardBlock(coefficients.Slice(h << (layer + 1), 2 << layer), line[h]);
            }
        }

        for (int h = 0; h < coefficients.Length / 2; h++)
        {
            ForwardButterfly(ref coefficients[2 * h], ref coefficients[(2 * h) + 1], twiddles.Circle(logSize, h));
        }
    }

    /// <summary>The values on the canonic domain 2^logBlowup times as large: zero-padded coefficients, then the FFT.</summary>
    public static M31[] Extend(ReadOnlySpan<M31> coefficients, int logBlowup, TwiddleTree twiddles)
    {
        M31[] values = new M31[coefficients.Length << logBlowup];
        coefficients.CopyTo(values);
        Evaluate(values, twiddles);
        return values;
    }

    private static int CheckedLogSize(int length, TwiddleTree twiddles)
    {
        if (length < 2 || !BitOperations.IsPow2(length) || BitOperations.Log2((uint)length) > twiddles.MaxLogSize)
        {
            throw new ArgumentException($"expected a power of two from 2 to 2^{twiddles.MaxLogSize}, got {length}", nameof(length));
        }

        return BitOperations.Log2((uint)length);
    }

    private static void InverseBlock(Span<M31> block, M31 inverseTwiddle)
    {
        int half = block.Length / 2;
        for (int i = 0; i < half; i++)
        {
            InverseButterfly(ref block[i], ref block[i + half], inverseTwiddle);
        }
    }

    private static void ForwardBlock(Span<M31> block, M31 twiddle)
    {
        int half = block.Length / 2;
        for (int i = 0; i < half; i++)
        {
            ForwardButterfly(ref block[i], ref block[i + half], twiddle);
        }
    }

    private static void InverseButterfly(ref M31 v0, ref M31 v1, M31 inverseTwiddle)
    {
        M31 difference = v0 - v1;
        v0 += v1;
        v1 = difference * inverseTwiddle;
    }

    private static void ForwardButterfly(ref M31 v0, ref M31 v1, M31 twiddle)
    {
        M31 product = v1 * twiddle;
        v1 = v0 - product;
        v0 += product;
    }
}
