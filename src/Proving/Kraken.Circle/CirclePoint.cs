using System;
using System.Runtime.CompilerServices;
using Kraken.Fields;

namespace Kraken.Circle;

/// <summary>A point (x, y) of the circle x^2 + y^2 = 1 over a field; a group under (x1 x2 - y1 y2, x1 y2 + y1 x2).</summary>
/// <typeparam name="T">The field, M31 for domains or QM31 for out-of-domain points.</typeparam>
public readonly struct CirclePoint<T> : IEquatable<CirclePoint<T>>
    where T : struct, IField<T>
{
    /// <summary>The x coordinate.</summary>
    public readonly T X;

    /// <summary>The y coordinate.</summary>
    public readonly T Y;

    /// <summary>Takes coordinates that lie on the circle; not checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CirclePoint(T x, T y)
    {
        X = x;
        Y = y;
    }

    /// <summary>The identity (1, 0).</summary>
    public static CirclePoint<T> Identity => new(T.One, T.Zero);

    /// <summary>The group operation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CirclePoint<T> operator +(CirclePoint<T> left, CirclePoint<T> right) =>
        new((left.X * right.X) - (left.Y * right.Y), (left.X * right.Y) + (left.Y * right.X));

    /// <summary>Adds the inverse.</summary>
    public static CirclePoint<T> operator -(CirclePoint<T> left, CirclePoint<T> right) => left + (-right);

    /// <summary>The group inverse (x, -y).</summary>
    public static CirclePoint<T> operator -(CirclePoint<T> point) => new(point.X, -point.Y);

    /// <summary>Coordinate-wise equality.</summary>
    public static bool operator ==(CirclePoint<T> left, CirclePoint<T> right) => left.Equals(right);

    /// <summary>Coordinate-wise inequality.</summary>
    public static bool operator !=(CirclePoint<T> left, CirclePoint<T> right) => !left.Equals(right);

    /// <summary>The x coordinate of the doubled point, 2x^2 - 1; the projection written pi in the circle FFT.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T DoubleX(T x)
    {
        T square = x * x;
        return square + square - T.One;
    }

    /// <summary>The point added to itself.</summary>
    public CirclePoint<T> Double() => this + this;

    /// <summary>The point doubled the given number of times, 2^times * this.</summary>
    public CirclePoint<T> Double(int times)
    {
        CirclePoint<T> point = this;
        for (int i = 0; i < times; i++)
        {
            point = point.Double();
        }

        return point;
    }

    /// <inheritdoc/>
    public bool Equals(CirclePoint<T> other) => X.Equals(other.X) && Y.Equals(other.Y);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CirclePoint<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(X, Y);

    /// <inheritdoc/>
    public override string ToString() => $"({X}, {Y})";
}
