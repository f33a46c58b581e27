namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// One word of several BLAKE2s computations side by side, as many as a vector of the processor has lanes. Kernels over it are compiled once
/// per width; tests run them at every width.
/// </summary>
/// <typeparam name="T">The implementing type.</typeparam>
// SAFETY: the interface only names pointers; each Load and Store touches as many words as it says, and the caller has them.
internal unsafe interface IBlakeLanes<T>
    where T : struct, IBlakeLanes<T>
{
    /// <summary>The number of lanes, a multiple of 8.</summary>
    static abstract int Width { get; }

    /// <summary>The same word in all lanes.</summary>
    static abstract T Create(uint word);

    /// <summary>The words first, first + 1, and so on.</summary>
    static abstract T Count(uint first);

    /// <summary>Takes Width words.</summary>
    static abstract T Load(uint* source);

    /// <summary>Takes eight words of each of Width / 8 groups that lie <see cref="Blake2sLanes.StateWords"/> words apart.</summary>
    static abstract T LoadGroups(uint* source);

    /// <summary>Adds modulo 2^32.</summary>
    static abstract T operator +(T left, T right);

    /// <summary>Exclusive or.</summary>
    static abstract T operator ^(T left, T right);

    /// <summary>Rotates every lane to the right by 16 bits.</summary>
    static abstract T RotateRight16(T value);

    /// <summary>Rotates every lane to the right by 12 bits.</summary>
    static abstract T RotateRight12(T value);

    /// <summary>Rotates every lane to the right by 8 bits.</summary>
    static abstract T RotateRight8(T value);

    /// <summary>Rotates every lane to the right by 7 bits.</summary>
    static abstract T RotateRight7(T value);

    /// <summary>Reduces words modulo 2^31 - 1.</summary>
    static abstract T Reduce(T value);

    /// <summary>One bit per lane, lane 0 the lowest: set where the masked word is zero.</summary>
    static abstract uint ZeroLanes(T value, uint mask);

    /// <summary>Writes Width words.</summary>
    void Store(uint* destination);

    /// <summary>Writes eight words to each of Width / 8 groups that lie <see cref="Blake2sLanes.StateWords"/> words apart.</summary>
    void StoreGroups(uint* destination);
}
