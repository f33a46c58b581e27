using System;
using System.Numerics;
using Kraken.Fields;

namespace Kraken.Circle;

/// <summary>Evaluation of coefficient vectors in the FFT basis at single points.</summary>
public static class CirclePolynomial
{
    /// <summary>The value of 2^n coefficients at an extension point: folds by y, x, pi(x), ... from index bit 0 upwards.</summary>
    /// <exception cref="ArgumentException">The length is not a power of two.</exception>
    public static QM31 EvaluateAt(ReadOnlySpan<M31> coefficients, CirclePoint<QM31> point)
    {
        if (!BitOperations.IsPow2(coefficients.Length))
        {
            throw new ArgumentException($"expected a power of two coefficients, got {coefficients.Length}", nameof(coefficients));
        }

        Span<QM31> factors = stackalloc QM31[32];
        int logSize = BitOperations.Log2((uint)coefficients.Length);
        Factors(point, factors[..logSize]);
        return Fold(coefficients, factors[..logSize]);
    }

    /// <summary>The basis factors y, x, pi(x), pi^2(x), ... at a point; index bit k of a coefficient multiplies by factor k.</summary>
    public static void Factors(CirclePoint<QM31> point, Span<QM31> factors)
    {
        QM31 x = point.X;
        for (int k = 0; k < factors.Length; k++)
        {
            factors[k] = k == 0 ? point.Y : x;
            x = k == 0 ? x : CirclePoint<QM31>.DoubleX(x);
        }
    }

    private static QM31 Fold(ReadOnlySpan<M31> coefficients, ReadOnlySpan<QM31> factors)
    {
        if (factors.IsEmpty)
        {
            return coefficients[0];
        }

        int half = coefficients.Length / 2;
        return Fold(coefficients[..half], factors[..^1]) + (Fold(coefficients[half..], factors[..^1]) * factors[^1]);
    }
}
