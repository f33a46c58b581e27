using System.Runtime.CompilerServices;

namespace Kraken.Fields.Packed;

/// <summary>Lane-wise <see cref="CM31"/>: a + bi over packed base lanes.</summary>
/// <typeparam name="T">The packed base field.</typeparam>
public readonly struct PackedCM31<T>
    where T : unmanaged, IPackedM31<T>
{
    /// <summary>The coefficients of 1.</summary>
    public readonly T A;

    /// <summary>The coefficients of i.</summary>
    public readonly T B;

    /// <summary>Builds a + bi.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PackedCM31(T a, T b)
    {
        A = a;
        B = b;
    }

    /// <summary>The same element in every lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedCM31<T> Broadcast(CM31 value) => new(T.Broadcast(value.A), T.Broadcast(value.B));

    /// <summary>Lane-wise sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedCM31<T> operator +(PackedCM31<T> left, PackedCM31<T> right) => new(left.A + right.A, left.B + right.B);

    /// <summary>Lane-wise difference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedCM31<T> operator -(PackedCM31<T> left, PackedCM31<T> right) => new(left.A - right.A, left.B - right.B);

    /// <summary>Lane-wise product, by three base products (Karatsuba).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedCM31<T> operator *(PackedCM31<T> left, PackedCM31<T> right)
    {
        T real = left.A * right.A;
        T imaginary = left.B * right.B;
        return new(real - imaginary, ((left.A + left.B) * (right.A + right.B)) - real - imaginary);
    }

    /// <summary>Lane-wise product with base elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedCM31<T> operator *(PackedCM31<T> left, T right) => new(left.A * right, left.B * right);

    /// <summary>The norms a^2 + b^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Norm() => (A * A) + (B * B);

    /// <summary>Multiplies by 2 + i, the square of u.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PackedCM31<T> TimesR() => new(A + A - B, A + B + B);
}
