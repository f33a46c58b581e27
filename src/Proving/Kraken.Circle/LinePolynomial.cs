using System;
using System.Numerics;
using Kraken.Fields;

namespace Kraken.Circle;

/// <summary>
/// Polynomials in x alone over the secure field, in the basis x^b0 pi(x)^b1 pi^2(x)^b2 ...: the last layers of FRI. Their coefficients
/// are kept in
/// bit-reversed order, so that the upper half belongs to x.
/// </summary>
public static class LinePolynomial
{
    /// <summary>The value of 2^n bit-reversed coefficients at x.</summary>
    /// <exception cref="ArgumentException">The length is not a power of two.</exception>
    public static QM31 EvaluateAt(ReadOnlySpan<QM31> coefficients, M31 x)
    {
        if (!BitOperations.IsPow2(coefficients.Length))
        {
            throw new ArgumentException($"expected a power of two coefficients, got {coefficients.Length}", nameof(coefficients));
        }

        if (coefficients.Length == 1)
        {
            return coefficients[0];
        }

        int half = coefficients.Length / 2;
        M31 doubled = CirclePoint<M31>.DoubleX(x);
        return EvaluateAt(coefficients[..half], doubled) + (EvaluateAt(coefficients[half..], doubled) * x);
    }

    /// <summary>Turns the values on a line domain, in bit-reversed order, into bit-reversed coefficients, in place.</summary>
    /// <exception cref="ArgumentException">There are not as many values as the domain has points.</exception>
    public static void Interpolate(Span<QM31> values, LineDomain domain)
    {
        if (values.Length != 1 << domain.LogSize)
        {
            throw new ArgumentException($"expected {1 << domain.LogSize} values, got {values.Length}", nameof(values));
        }

        LineDomain layer = domain;
        for (int distance = 1; distance < values.Length; distance *= 2)
        {
            for (int block = 0; block < values.Length; block += 2 * distance)
            {
                // The layer's slots are the blocks of this one; the two halves of a block differ by the sign of x.
                M31 inverse = layer.AtSlot((uint)(block / distance)).Inverse();
                for (int i = block; i < block + distance; i++)
                {
                    QM31 difference = values[i] - values[i + distance];
                    values[i] += values[i + distance];
                    values[i + distance] = difference * inverse;
                }
            }

            layer = layer.Double();
        }

        M31 scale = M31.FromCanonical((uint)values.Length).Inverse();
        foreach (ref QM31 value in values)
        {
            value *= scale;
        }

        BitReversal.Permute(values);
    }
}
