namespace Kraken.Fields.Packed;

/// <summary>
/// Several elements of <see cref="M31"/> computed side by side. Every kernel is one generic body over this interface: the widths 1
/// (<see cref="ScalarM31"/>, the oracle), 8 (<see cref="PackedM31"/>) and 16 (<see cref="WideM31"/>) differ only in the type argument.
/// All lanes are canonical, 0 &lt;= lane &lt; p, before and after each operation.
/// </summary>
/// <typeparam name="T">The packed type itself.</typeparam>
public unsafe interface IPackedM31<T>
    where T : unmanaged, IPackedM31<T>
{
    // SAFETY: an implementation reads or writes Width words from the pointer it is given and nothing else; the caller owns them.

    /// <summary>Lanes per value, a power of two.</summary>
    static abstract int Width { get; }

    /// <summary>The same element in every lane.</summary>
    static abstract T Broadcast(M31 value);

    /// <summary>Reads Width canonical elements.</summary>
    /// <param name="source">Width readable elements; no alignment needed.</param>
    static abstract T Load(uint* source);

    /// <summary>Writes Width elements.</summary>
    /// <param name="destination">Width writable elements; no alignment needed.</param>
    void Store(uint* destination);

    /// <summary>Lane-wise sum.</summary>
    static abstract T operator +(T left, T right);

    /// <summary>Lane-wise difference.</summary>
    static abstract T operator -(T left, T right);

    /// <summary>Lane-wise product.</summary>
    static abstract T operator *(T left, T right);

    /// <summary>
    /// A factor made ready for <see cref="MultiplyDoubled"/> and for nothing else: its lanes, doubled where that saves work.
    /// </summary>
    static abstract T Doubled(T value);

    /// <summary>Lane-wise product with what <see cref="Doubled"/> gave, which saves the doubling where a factor is used often.</summary>
    static abstract T MultiplyDoubled(T left, T doubled);

    /// <summary>One lane, 0..Width-1.</summary>
    M31 this[int lane] { get; }
}
