using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kraken.Fields.Packed;

/// <summary>8 elements of <see cref="M31"/> in one 256-bit vector.</summary>
public readonly unsafe struct PackedM31 : IPackedM31<PackedM31>
{
    // SAFETY: Load and Store touch Width words; their callers own that many (IPackedM31).
    /// <summary>The lanes, each canonical.</summary>
    public readonly Vector256<uint> Lanes;

    /// <summary>Takes lanes that are already canonical.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PackedM31(Vector256<uint> lanes) => Lanes = lanes;

    /// <inheritdoc/>
    public static int Width => 8;

    /// <inheritdoc/>
    public M31 this[int lane] => M31.FromCanonical(Lanes.GetElement(lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedM31 Broadcast(M31 value) => new(Vector256.Create(value.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedM31 Load(uint* source) => new(Vector256.Load(source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(uint* destination) => Lanes.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedM31 operator +(PackedM31 left, PackedM31 right)
    {
        Vector256<uint> sum = left.Lanes + right.Lanes;
        return new(Vector256.Min(sum, sum - Vector256.Create(M31.Modulus)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedM31 operator -(PackedM31 left, PackedM31 right)
    {
        Vector256<uint> difference = left.Lanes - right.Lanes;
        return new(Vector256.Min(difference, difference + Vector256.Create(M31.Modulus)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedM31 operator *(PackedM31 left, PackedM31 right) => new(Product(left.Lanes, right.Lanes + right.Lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedM31 Doubled(PackedM31 value) => new(value.Lanes + value.Lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedM31 MultiplyDoubled(PackedM31 left, PackedM31 doubled) => new(Product(left.Lanes, doubled.Lanes));

    /// <summary>The product with a doubled operand.</summary>
    /// <remarks>
    /// With 2b the 64-bit product is 2ab, so its high word is ab >> 31 and its low word, halved, is ab mod 2^31:
    /// their sum, at most 2p - 1, needs one conditional subtraction.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Product(Vector256<uint> left, Vector256<uint> doubled)
    {
        Vector256<ulong> even = WideLanes.Multiply(left, doubled);
        Vector256<uint> oddLeft = Vector256.ShiftRightLogical(left.AsUInt64(), 32).AsUInt32();
        Vector256<ulong> odd = WideLanes.Multiply(oddLeft, Vector256.ShiftRightLogical(doubled.AsUInt64(), 32).AsUInt32());
        Vector256<uint> high = WideLanes.Blend(Vector256.ShiftRightLogical(even, 32).AsUInt32(), odd.AsUInt32());
        Vector256<uint> low = WideLanes.Blend(even.AsUInt32(), Vector256.ShiftLeft(odd, 32).AsUInt32());
        Vector256<uint> sum = high + Vector256.ShiftRightLogical(low, 1);
        return Vector256.Min(sum, sum - Vector256.Create(M31.Modulus));
    }
}
