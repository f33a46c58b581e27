using System;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Kraken.Fields;

/// <summary>
/// An element of the Mersenne prime field, p = 2^31 - 1 = 2147483647 = 0x7fffffff.
/// The representation is always canonical: 0 &lt;= Value &lt; p. Operations are branch-free and constant-time except <see cref="Inverse"/>.
/// </summary>
public readonly struct M31 : IField<M31>
{
    /// <summary>The modulus 2^31 - 1.</summary>
    public const uint Modulus = 0x7fff_ffff;

    /// <summary>The canonical representative.</summary>
    public readonly uint Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private M31(uint value) => Value = value;

    /// <inheritdoc/>
    public static M31 Zero => default;

    /// <inheritdoc/>
    public static M31 One => new(1);

    /// <inheritdoc/>
    public bool IsZero => Value == 0;

    /// <summary>Takes a value that is already canonical.</summary>
    /// <param name="value">A value below the modulus; not checked.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static M31 FromCanonical(uint value) => new(value);

    /// <summary>Reduces any 32-bit value modulo p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static M31 Reduce(uint value)
    {
        uint folded = (value & Modulus) + (value >> 31);
        return new(Conditional(folded));
    }

    /// <summary>Reduces any 64-bit value modulo p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static M31 Reduce(ulong value)
    {
        ulong folded = (value & Modulus) + ((value >> 31) & Modulus) + (value >> 62);
        uint again = (uint)(folded & Modulus) + (uint)(folded >> 31);
        return new(Conditional(again));
    }

    /// <summary>Maps a signed integer to its residue.</summary>
    public static M31 FromInt64(long value)
    {
        long residue = value % Modulus;
        return new((uint)(residue < 0 ? residue + Modulus : residue));
    }

    /// <summary>Converts a small literal; the value is reduced.</summary>
    public static implicit operator M31(int value) => FromInt64(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static M31 operator +(M31 left, M31 right) => new(Conditional(left.Value + right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static M31 operator -(M31 left, M31 right)
    {
        uint difference = left.Value - right.Value;
        return new(difference + (Modulus & (uint)((int)difference >> 31)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static M31 operator -(M31 value) => default(M31) - value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static M31 operator *(M31 left, M31 right)
    {
        ulong product = (ulong)left.Value * right.Value;
        return new(Conditional((uint)(product & Modulus) + (uint)(product >> 31)));
    }

    /// <summary>Equality of canonical representatives.</summary>
    public static bool operator ==(M31 left, M31 right) => left.Value == right.Value;

    /// <summary>Inequality of canonical representatives.</summary>
    public static bool operator !=(M31 left, M31 right) => left.Value != right.Value;

    /// <summary>Raises to a power by square and multiply.</summary>
    public M31 Pow(ulong exponent)
    {
        M31 result = One;
        M31 power = this;
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
    public M31 Inverse() => Value == 0 ? throw new DivideByZeroException("M31 zero has no inverse") : Pow(Modulus - 2);

    /// <inheritdoc/>
    public bool Equals(M31 other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is M31 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Maps [0, 2p) to [0, p) without a branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Conditional(uint value)
    {
        uint difference = value - Modulus;
        return difference + (Modulus & (uint)((int)difference >> 31));
    }
}
