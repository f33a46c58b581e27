using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kraken.Fields;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>One block of 64 values in eight vectors of eight lanes.</summary>
/// <remarks>Lanes: value 8 v + l of the block is lane l of vector v. Twin: <see cref="Scalar.SmallTransform"/>.</remarks>
internal readonly unsafe struct BlockLanes8 : IBlockLanes<PackedM31>
{
    // SAFETY: see IBlockLanes.

    /// <inheritdoc/>
    public static int Blocks => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedM31 Load(uint* data) => PackedM31.Load(data);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(PackedM31 value, uint* data) => value.Store(data);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedM31 Factor(uint* line, int each) => FftButterfly.Doubled<PackedM31>(*line);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedM31 Eight(uint* line) => PackedM31.Doubled(PackedM31.Load(line));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedM31 Even(uint* line) =>
        PackedM31.Doubled(new(LaneTransposition.Even(Vector256.Load(line), Vector256.Load(line + 8))));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedM31 Odd(uint* line) =>
        PackedM31.Doubled(new(LaneTransposition.Odd(Vector256.Load(line), Vector256.Load(line + 8))));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(
        ref PackedM31 v0,
        ref PackedM31 v1,
        ref PackedM31 v2,
        ref PackedM31 v3,
        ref PackedM31 v4,
        ref PackedM31 v5,
        ref PackedM31 v6,
        ref PackedM31 v7) => LaneTransposition.Transpose(ref v0, ref v1, ref v2, ref v3, ref v4, ref v5, ref v6, ref v7);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedM31 Rotate(PackedM31 value, int shift) => new(
        (Vector256.ShiftLeft(value.Lanes, shift) & Vector256.Create(M31.Modulus)) | Vector256.ShiftRightLogical(value.Lanes, 31 - shift));
}
