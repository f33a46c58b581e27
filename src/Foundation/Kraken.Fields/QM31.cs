using System;
using System.Runtime.CompilerServices;

namespace Kraken.Fields;

/// <summary>
/// The secure field: the quartic extension of <see cref="M31"/>, x0 + x1 u over <see cref="CM31"/> with u^2 = 2 + i, of p^4 elements.
/// Stored and serialised as four base elements (a, b, c, d) = (a + bi) + (c + di)u.
/// </summary>
public readonly struct QM31 : IField<QM31>
{
    /// <summary>The coefficient of 1.</summary>
    public readonly CM31 X0;

    /// <summary>The coefficient of u.</summary>
    public readonly CM31 X1;

    /// <summary>Builds x0 + x1 u.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public QM31(CM31 x0, CM31 x1)
    {
        X0 = x0;
        X1 = x1;
    }

    /// <summary>Builds (a + bi) + (c + di)u.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public QM31(M31 a, M31 b, M31 c, M31 d)
        : this(new CM31(a, b), new CM31(c, d))
    {
    }

    /// <inheritdoc/>
    public static QM31 Zero => default;

    /// <inheritdoc/>
    public static QM31 One => new(CM31.One, CM31.Zero);

    /// <inheritdoc/>
    public bool IsZero => X0.IsZero && X1.IsZero;

    /// <summary>Base coordinate k, 0..3, in the order a, b, c, d.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not 0..3.</exception>
    public M31 this[int index] => index switch
    {
        0 => X0.A,
        1 => X0.B,
        2 => X1.A,
        3 => X1.B,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    /// <summary>Embeds the base field.</summary>
    public static implicit operator QM31(M31 value) => new(value, CM31.Zero);

    /// <summary>Embeds the complex extension.</summary>
    public static implicit operator QM31(CM31 value) => new(value, CM31.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static QM31 operator +(QM31 left, QM31 right) => new(left.X0 + right.X0, left.X1 + right.X1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static QM31 operator -(QM31 left, QM31 right) => new(left.X0 - right.X0, left.X1 - right.X1);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static QM31 operator -(QM31 value) => new(-value.X0, -value.X1);

    /// <inheritdoc/>
    public static QM31 operator *(QM31 left, QM31 right) =>
        new((left.X0 * right.X0) + TimesR(left.X1 * right.X1), (left.X0 * right.X1) + (left.X1 * right.X0));

    /// <summary>Multiplies by a base field element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static QM31 operator *(QM31 left, M31 right) => new(left.X0 * right, left.X1 * right);

    /// <summary>Multiplies by an element of the complex extension.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static QM31 operator *(QM31 left, CM31 right) => new(left.X0 * right, left.X1 * right);

    /// <summary>Coordinate-wise equality.</summary>
    public static bool operator ==(QM31 left, QM31 right) => left.Equals(right);

    /// <summary>Coordinate-wise inequality.</summary>
    public static bool operator !=(QM31 left, QM31 right) => !left.Equals(right);

    /// <summary>Recombines four coordinate polynomials evaluated out of the domain: v0 + v1 i + v2 u + v3 iu.</summary>
    public static QM31 FromPartialEvaluations(QM31 v0, QM31 v1, QM31 v2, QM31 v3) =>
        v0 + (v1 * new QM31(0, 1, 0, 0)) + (v2 * new QM31(0, 0, 1, 0)) + (v3 * new QM31(0, 0, 0, 1));

    /// <summary>The conjugate over CM31, u to -u; the "complex conjugate" of the quotients.</summary>
    public QM31 Conjugate() => new(X0, -X1);

    /// <summary>Raises to a power by square and multiply.</summary>
    public QM31 Pow(ulong exponent)
    {
        QM31 result = One;
        QM31 power = this;
        for (; exponent != 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0)
            {
                result *= power;
            }

            power *= power;
        }

        return result;
    }

    /// <inheritdoc/>
    public QM31 Inverse()
    {
        CM31 norm = (X0 * X0) - TimesR(X1 * X1);
        CM31 inverse = norm.Inverse();
        return new(X0 * inverse, -X1 * inverse);
    }

    /// <inheritdoc/>
    public bool Equals(QM31 other) => X0 == other.X0 && X1 == other.X1;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is QM31 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(X0.A.Value, X0.B.Value, X1.A.Value, X1.B.Value);

    /// <inheritdoc/>
    public override string ToString() => $"({X0}) + ({X1})u";

    /// <summary>Multiplies by u^2 = 2 + i: (2a - b) + (a + 2b)i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static CM31 TimesR(CM31 value) => new(value.A + value.A - value.B, value.A + value.B + value.B);
}
