using System;

namespace Kraken.Fields;

/// <summary>A finite field whose elements are values; generic kernels take it as a struct constraint so the JIT specialises them.</summary>
/// <typeparam name="T">The element type itself.</typeparam>
public interface IField<T> : IEquatable<T>
    where T : struct, IField<T>
{
    /// <summary>The additive identity.</summary>
    static abstract T Zero { get; }

    /// <summary>The multiplicative identity.</summary>
    static abstract T One { get; }

    /// <summary>True for the additive identity.</summary>
    bool IsZero { get; }

    /// <summary>Field addition.</summary>
    static abstract T operator +(T left, T right);

    /// <summary>Field subtraction.</summary>
    static abstract T operator -(T left, T right);

    /// <summary>Additive inverse.</summary>
    static abstract T operator -(T value);

    /// <summary>Field multiplication.</summary>
    static abstract T operator *(T left, T right);

    /// <summary>Multiplicative inverse.</summary>
    /// <exception cref="DivideByZeroException">The element is zero.</exception>
    T Inverse();
}
