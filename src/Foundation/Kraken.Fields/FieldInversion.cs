using System;

namespace Kraken.Fields;

/// <summary>Inverts many elements with one field inversion and three multiplications each (Montgomery's trick).</summary>
public static class FieldInversion
{
    /// <summary>
    /// Writes the inverse of each element; the spans have equal length and may be the same one only through <see cref="InvertInPlace"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="DivideByZeroException">An element is zero; the destination's content is then undefined.</exception>
    public static void Invert<T>(ReadOnlySpan<T> values, Span<T> destination)
        where T : struct, IField<T>
    {
        if (values.Length != destination.Length)
        {
            throw new ArgumentException($"expected {values.Length} places, got {destination.Length}", nameof(destination));
        }

        T product = T.One;
        for (int i = 0; i < values.Length; i++)
        {
            destination[i] = product;
            product *= values[i];
        }

        T inverse = product.Inverse();
        for (int i = values.Length - 1; i >= 0; i--)
        {
            destination[i] *= inverse;
            inverse *= values[i];
        }
    }

    /// <summary>Replaces each element by its inverse.</summary>
    /// <exception cref="DivideByZeroException">An element is zero; the content is then unchanged.</exception>
    public static void InvertInPlace<T>(Span<T> values)
        where T : struct, IField<T>
    {
        T[] inverses = new T[values.Length];
        Invert(values, inverses);
        inverses.CopyTo(values);
    }
}
