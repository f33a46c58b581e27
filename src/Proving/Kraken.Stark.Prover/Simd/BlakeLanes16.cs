using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Kraken.Fields;

namespace Kraken.Stark.Prover.Simd;

/// <summary>Sixteen lanes in one 512-bit vector; right everywhere, fast where <see cref="VectorHardware.HasWideLanes"/>.</summary>
/// <param name="words">The lanes.</param>
/// <remarks>
/// Lanes: word i is lane i; of groups the first has the lower eight lanes. Twin: <see cref="uint"/>, word by word.
/// </remarks>
internal readonly unsafe struct BlakeLanes16(Vector512<uint> words) : IBlakeLanes<BlakeLanes16>
{
    // SAFETY: loads and stores touch sixteen words; their callers own that many (IBlakeLanes).
    private readonly Vector512<uint> words = words;

    /// <inheritdoc/>
    public static int Width => 16;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlakeLanes16 Create(uint word) => new(Vector512.Create(word));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlakeLanes16 Count(uint first) =>
        new(Vector512.Create(first) + Vector512.Create(0u, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlakeLanes16 Load(uint* source) => new(Vector512.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlakeLanes16 LoadGroups(uint* source) =>
        new(Vector512.Create(Vector256.Load(source), Vector256.Load(source + Blake2sLanes.StateWords)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlakeLanes16 operator +(BlakeLanes16 left, BlakeLanes16 right) => new(left.words + right.words);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlakeLanes16 operator ^(BlakeLanes16 left, BlakeLanes16 right) => new(left.words ^ right.words);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlakeLanes16 RotateRight16(BlakeLanes16 value) =>
        Avx512F.IsSupported ? new(Avx512F.RotateRight(value.words, 16)) : Rotate(value, 16);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlakeLanes16 RotateRight12(BlakeLanes16 value) =>
        Avx512F.IsSupported ? new(Avx512F.RotateRight(value.words, 12)) : Rotate(value, 12);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlakeLanes16 RotateRight8(BlakeLanes16 value) =>
        Avx512F.IsSupported ? new(Avx512F.RotateRight(value.words, 8)) : Rotate(value, 8);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlakeLanes16 RotateRight7(BlakeLanes16 value) =>
        Avx512F.IsSupported ? new(Avx512F.RotateRight(value.words, 7)) : Rotate(value, 7);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlakeLanes16 Reduce(BlakeLanes16 value)
    {
        // A word is below 2p + 2, so that two conditional subtractions bring it below p.
        Vector512<uint> modulus = Vector512.Create(M31.Modulus);
        Vector512<uint> word = Vector512.Min(value.words, value.words - modulus);
        return new(Vector512.Min(word, word - modulus));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ZeroLanes(BlakeLanes16 value, uint mask) =>
        (uint)Vector512.Equals(value.words & Vector512.Create(mask), Vector512<uint>.Zero).ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(uint* destination) => words.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreGroups(uint* destination)
    {
        words.GetLower().Store(destination);
        words.GetUpper().Store(destination + Blake2sLanes.StateWords);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static BlakeLanes16 Rotate(BlakeLanes16 value, int bits) =>
        new(Vector512.ShiftRightLogical(value.words, bits) | Vector512.ShiftLeft(value.words, 32 - bits));
}
