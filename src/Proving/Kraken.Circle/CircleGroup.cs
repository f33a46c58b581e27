using System;
using Kraken.Fields;

namespace Kraken.Circle;

/// <summary>The circle group C(M31), cyclic of order 2^31, and its embedding into the circle over QM31.</summary>
public static class CircleGroup
{
    /// <summary>log2 of the order of C(M31).</summary>
    public const int LogOrder = 31;

    /// <summary>The generator G = (2, 1268011823) of order 2^31.</summary>
    public static CirclePoint<M31> Generator => new(M31.FromCanonical(2), M31.FromCanonical(1268011823));

    /// <summary>Embeds a base point into the extension circle.</summary>
    public static CirclePoint<QM31> ToSecure(CirclePoint<M31> point) => new(point.X, point.Y);

    /// <summary>The point ((1 - t^2) / (1 + t^2), 2t / (1 + t^2)); every point but (-1, 0) is met by one t.</summary>
    /// <exception cref="DivideByZeroException">1 + t^2 is zero: t is one of the two square roots of -1.</exception>
    public static CirclePoint<QM31> FromParameter(QM31 t)
    {
        QM31 square = t * t;
        QM31 inverse = (QM31.One + square).Inverse();
        return new((QM31.One - square) * inverse, (t + t) * inverse);
    }
}
