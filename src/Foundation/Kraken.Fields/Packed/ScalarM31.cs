using System.Runtime.CompilerServices;

namespace Kraken.Fields.Packed;

/// <summary>One element of <see cref="M31"/> as a packed value of width 1: the oracle of the vector widths.</summary>
public readonly unsafe struct ScalarM31 : IPackedM31<ScalarM31>
{
    // SAFETY: Load and Store touch one word; their callers own it (IPackedM31).
    /// <summary>The element.</summary>
    public readonly M31 Value;

    /// <summary>Wraps an element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ScalarM31(M31 value) => Value = value;

    /// <inheritdoc/>
    public static int Width => 1;

    /// <inheritdoc/>
    public M31 this[int lane] => Value;

    /// <inheritdoc/>
    public static ScalarM31 Broadcast(M31 value) => new(value);

    /// <inheritdoc/>
    public static ScalarM31 Load(uint* source) => new(M31.FromCanonical(*source));

    /// <inheritdoc/>
    public void Store(uint* destination) => *destination = Value.Value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarM31 operator +(ScalarM31 left, ScalarM31 right) => new(left.Value + right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarM31 operator -(ScalarM31 left, ScalarM31 right) => new(left.Value - right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarM31 operator *(ScalarM31 left, ScalarM31 right) => new(left.Value * right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarM31 Doubled(ScalarM31 value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarM31 MultiplyDoubled(ScalarM31 left, ScalarM31 doubled) => left * doubled;
}
