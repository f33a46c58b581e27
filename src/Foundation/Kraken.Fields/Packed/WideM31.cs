using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kraken.Fields.Packed;

/// <summary>16 elements of <see cref="M31"/> in one 512-bit vector.</summary>
public readonly unsafe struct WideM31 : IPackedM31<WideM31>
{
    // SAFETY: Load and Store touch Width words; their callers own that many (IPackedM31).
    /// <summary>The lanes, each canonical.</summary>
    public readonly Vector512<uint> Lanes;

    /// <summary>Takes lanes that are already canonical.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WideM31(Vector512<uint> lanes) => Lanes = lanes;

    /// <inheritdoc/>
    public static int Width => 16;

    /// <inheritdoc/>
    public M31 this[int lane] => M31.FromCanonical(Lanes.GetElement(lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideM31 Broadcast(M31 value) => new(Vector512.Create(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideM31 Load(uint* source) => new(Vector512.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(uint* destination) => Lanes.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideM31 operator +(WideM31 left, WideM31 right)
    {
        Vector512<uint> sum = left.Lanes + right.Lanes;
        return new(Vector512.Min(sum, sum - Vector512.Create(M31.Modulus)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideM31 operator -(WideM31 left, WideM31 right)
    {
        Vector512<uint> difference = left.Lanes - right.Lanes;
        return new(Vector512.Min(difference, difference + Vector512.Create(M31.Modulus)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideM31 operator *(WideM31 left, WideM31 right) => new(Product(left.Lanes, right.Lanes + right.Lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideM31 Doubled(WideM31 value) => new(value.Lanes + value.Lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideM31 MultiplyDoubled(WideM31 left, WideM31 doubled) => new(Product(left.Lanes, doubled.Lanes));

    /// <summary>The product with a doubled operand.</summary>
    /// <remarks>
    /// With 2b the 64-bit product is 2ab, so its high word is ab >> 31 and its low word, halved, is ab mod 2^31:
    /// their sum, at most 2p - 1, needs one conditional subtraction.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Product(Vector512<uint> left, Vector512<uint> doubled)
    {
        Vector512<uint> oddLeft = Vector512.ShiftRightLogical(left.AsUInt64(), 32).AsUInt32();
        Vector512<uint> oddDoubled = Vector512.ShiftRightLogical(doubled.AsUInt64(), 32).AsUInt32();
        Vector512<uint> even = MultiplyEven(left, doubled).AsUInt32();
        Vector512<uint> odd = MultiplyEven(oddLeft, oddDoubled).AsUInt32();
        Vector512<uint> high = Select(even, Vector512.Create(1u, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31), odd);
        Vector512<uint> low = Select(even, Vector512.Create(0u, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30), odd);
        Vector512<uint> sum = high + Vector512.ShiftRightLogical(low, 1);
        return Vector512.Min(sum, sum - Vector512.Create(M31.Modulus));
    }

    /// <summary>The products of the even lanes, in 64 bits each.</summary>
    /// <param name="left">Words; the odd lanes are not read.</param>
    /// <param name="right">The same.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> MultiplyEven(Vector512<uint> left, Vector512<uint> right) => Avx512F.IsSupported
        ? Avx512F.Multiply(left, right)
        : Vector512.Create(WideLanes.Multiply(left.GetLower(), right.GetLower()), WideLanes.Multiply(left.GetUpper(), right.GetUpper()));

    /// <summary>Sixteen of the 32 lanes of two vectors, each the one with its index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Select(Vector512<uint> first, Vector512<uint> indices, Vector512<uint> second) =>
        Avx512F.IsSupported
            ? Avx512F.PermuteVar16x32x2(first, indices, second)
            : Vector512.ConditionalSelect(
                Vector512.LessThan(indices, Vector512.Create(16u)),
                Vector512.Shuffle(first, indices),
                Vector512.Shuffle(second, indices - Vector512.Create(16u)));
}
