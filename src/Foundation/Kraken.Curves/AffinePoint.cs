using System;
using Kraken.Fields;

namespace Kraken.Curves;

/// <summary>
/// A point of the Stark curve in affine coordinates. The pair (0, 0), which is not on the curve, stands for the point at infinity,
/// so the default value is the neutral element.
/// </summary>
/// <remarks>The constructor does not check membership; <see cref="StarkCurve.Contains"/> does.</remarks>
public readonly struct AffinePoint : IEquatable<AffinePoint>
{
    /// <summary>The x coordinate.</summary>
    public readonly Felt X;

    /// <summary>The y coordinate.</summary>
    public readonly Felt Y;

    /// <summary>Builds the point (x, y).</summary>
    public AffinePoint(Felt x, Felt y)
    {
        X = x;
        Y = y;
    }

    /// <summary>The neutral element.</summary>
    public static AffinePoint Infinity => default;

    /// <summary>True for the neutral element.</summary>
    public bool IsInfinity => X.IsZero && Y.IsZero;

    /// <summary>The group law.</summary>
    public static AffinePoint operator +(AffinePoint left, AffinePoint right) => (new JacobianPoint(left) + right).ToAffine();

    /// <summary>Adds the negation.</summary>
    public static AffinePoint operator -(AffinePoint left, AffinePoint right) => left + -right;

    /// <summary>The inverse element: (x, -y).</summary>
    public static AffinePoint operator -(AffinePoint point) => new(point.X, -point.Y);

    /// <summary>Equality of points.</summary>
    public static bool operator ==(AffinePoint left, AffinePoint right) => left.Equals(right);

    /// <summary>Inequality of points.</summary>
    public static bool operator !=(AffinePoint left, AffinePoint right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(AffinePoint other) => X == other.X && Y == other.Y;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AffinePoint other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(X, Y);

    /// <inheritdoc/>
    public override string ToString() => IsInfinity ? "infinity" : $"({X}, {Y})";
}
