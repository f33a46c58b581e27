using System;
using System.Runtime.CompilerServices;

namespace Kraken.Fields;

/// <summary>The complex extension of <see cref="M31"/>: a + bi with i^2 = -1, of p^2 elements.</summary>
public readonly struct CM31 : IField<CM31>
{
    /// <summary>The coefficient of 1.</summary>
    public readonly M31 A;

    /// <summary>The coefficient of i.</summary>
    public readonly M31 B;

    /// <summary>Builds a + bi.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CM31(M31 a, M31 b)
    {
        A = a;
        B = b;
    }

    /// <inheritdoc/>
    public static CM31 Zero => default;

    /// <inheritdoc/>
    public static CM31 One => new(M31.One, M31.Zero);

    /// <inheritdoc/>
    public bool IsZero => (A.Value | B.Value) == 0;

    /// <summary>Embeds the base field.</summary>
    public static implicit operator CM31(M31 value) => new(value, M31.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CM31 operator +(CM31 left, CM31 right) => new(left.A + right.A, left.B + right.B);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CM31 operator -(CM31 left, CM31 right) => new(left.A - right.A, left.B - right.B);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CM31 operator -(CM31 value) => new(-value.A, -value.B);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CM31 operator *(CM31 left, CM31 right) =>
        new((left.A * right.A) - (left.B * right.B), (left.A * right.B) + (left.B * right.A));

    /// <summary>Multiplies by a base field element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CM31 operator *(CM31 left, M31 right) => new(left.A * right, left.B * right);

    /// <summary>Coordinate-wise equality.</summary>
    public static bool operator ==(CM31 left, CM31 right) => left.Equals(right);

    /// <summary>Coordinate-wise inequality.</summary>
    public static bool operator !=(CM31 left, CM31 right) => !left.Equals(right);

    /// <summary>The norm a^2 + b^2, in the base field.</summary>
    public M31 Norm() => (A * A) + (B * B);

    /// <inheritdoc/>
    public CM31 Inverse()
    {
        M31 inverse = Norm().Inverse();
        return new(A * inverse, -B * inverse);
    }

    /// <inheritdoc/>
    public bool Equals(CM31 other) => A == other.A && B == other.B;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CM31 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(A.Value, B.Value);

    /// <inheritdoc/>
    public override string ToString() => $"{A} + {B}i";
}
