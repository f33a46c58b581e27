using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Kraken.Fields;

namespace Kraken.Stark.Prover.Simd;

/// <summary>Eight lanes in one 256-bit vector.</summary>
/// <param name="words">The lanes.</param>
/// <remarks>Lanes: word i is lane i. Twin: <see cref="uint"/>, word by word.</remarks>
internal readonly unsafe struct BlakeLanes8(Vector256<uint> words) : IBlakeLanes<BlakeLanes8>
{
    // SAFETY: loads and stores touch eight words; their callers own that many (IBlakeLanes).
    private readonly Vector256<uint> words = words;

    /// <inheritdoc/>
    public static int Width => 8;

    private static Vector256<byte> Rotation16
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(0x0504070601000302ul, 0x0D0C0F0E09080B0Aul, 0x0504070601000302ul, 0x0D0C0F0E09080B0Aul).AsByte();
    }

    private static Vector256<byte> Rotation8
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(0x0407060500030201ul, 0x0C0F0E0D080B0A09ul, 0x0407060500030201ul, 0x0C0F0E0D080B0A09ul).AsByte();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlakeLanes8 Create(uint word) => new(Vector256.Create(word));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlakeLanes8 Count(uint first) => new(Vector256.Create(first) + Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlakeLanes8 Load(uint* source) => new(Vector256.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlakeLanes8 LoadGroups(uint* source) => new(Vector256.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlakeLanes8 operator +(BlakeLanes8 left, BlakeLanes8 right) => new(left.words + right.words);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlakeLanes8 operator ^(BlakeLanes8 left, BlakeLanes8 right) => new(left.words ^ right.words);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlakeLanes8 RotateRight16(BlakeLanes8 value) => Avx512F.VL.IsSupported ? new(Avx512F.VL.RotateRight(value.words, 16))
        : Avx2.IsSupported ? new(Avx2.Shuffle(value.words.AsByte(), Rotation16).AsUInt32())
        : Rotate(value, 16);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlakeLanes8 RotateRight12(BlakeLanes8 value) =>
        Avx512F.VL.IsSupported ? new(Avx512F.VL.RotateRight(value.words, 12)) : Rotate(value, 12);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlakeLanes8 RotateRight8(BlakeLanes8 value) => Avx512F.VL.IsSupported ? new(Avx512F.VL.RotateRight(value.words, 8))
        : Avx2.IsSupported ? new(Avx2.Shuffle(value.words.AsByte(), Rotation8).AsUInt32())
        : Rotate(value, 8);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlakeLanes8 RotateRight7(BlakeLanes8 value) =>
        Avx512F.VL.IsSupported ? new(Avx512F.VL.RotateRight(value.words, 7)) : Rotate(value, 7);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlakeLanes8 Reduce(BlakeLanes8 value)
    {
        // A word is below 2p + 2, so that two conditional subtractions bring it below p.
        Vector256<uint> modulus = Vector256.Create(M31.Modulus);
        Vector256<uint> word = Vector256.Min(value.words, value.words - modulus);
        return new(Vector256.Min(word, word - modulus));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ZeroLanes(BlakeLanes8 value, uint mask) =>
        Vector256.Equals(value.words & Vector256.Create(mask), Vector256<uint>.Zero).ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(uint* destination) => words.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreGroups(uint* destination) => words.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static BlakeLanes8 Rotate(BlakeLanes8 value, int bits) =>
        new(Vector256.ShiftRightLogical(value.words, bits) | Vector256.ShiftLeft(value.words, 32 - bits));
}
