using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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

    private static Vector512<uint> P
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(M31.Modulus);
    }

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
        return new(Vector512.Min(sum, sum - P));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideM31 operator -(WideM31 left, WideM31 right)
    {
        Vector512<uint> difference = left.Lanes - right.Lanes;
        return new(Vector512.Min(difference, difference + P));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideM31 operator *(WideM31 left, WideM31 right) => MultiplyDoubled(left, right.Lanes + right.Lanes);

    /// <summary>
    /// Multiplies by an operand that was doubled beforehand (at most 2p - 2 per lane), which saves the doubling for constants.
    /// </summary>
    /// <remarks>
    /// With 2b the 64-bit product is 2ab, so its high word is ab >> 31 and its low word, halved, is ab mod 2^31:
    /// their sum, at most 2p - 1, needs one conditional subtraction.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideM31 MultiplyDoubled(WideM31 left, Vector512<uint> doubled)
    {
        Vector512<ulong> mask = Vector512.Create(0xffff_fffful);
        Vector512<ulong> even = (left.Lanes.AsUInt64() & mask) * (doubled.AsUInt64() & mask);
        Vector512<ulong> odd = Vector512.ShiftRightLogical(left.Lanes.AsUInt64(), 32) * Vector512.ShiftRightLogical(doubled.AsUInt64(), 32);
        Vector512<uint> high = (Vector512.ShiftRightLogical(even, 32) | (odd & ~mask)).AsUInt32();
        Vector512<uint> low = ((even & mask) | Vector512.ShiftLeft(odd, 32)).AsUInt32();
        Vector512<uint> sum = high + Vector512.ShiftRightLogical(low, 1);
        return new(Vector512.Min(sum, sum - P));
    }
}
