using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kraken.Fields;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>Eight sums of products.</summary>
/// <remarks>Lanes: the even ones in one vector of 64-bit sums, the odd ones in another. Twin: <see cref="M31"/>.</remarks>
internal unsafe struct WideAccumulator8 : IWideAccumulator<Vector256<uint>, PackedM31>
{
    // SAFETY: Load reads the words of one vector, see the interface.
    private Vector256<ulong> even;
    private Vector256<ulong> odd;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Load(uint* source) => Vector256.Load(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Broadcast(uint factor) => Vector256.Create(factor);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Odd(Vector256<uint> value) => Vector256.ShiftRightLogical(value.AsUInt64(), 32).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector256<uint> even, Vector256<uint> odd, Vector256<uint> evenFactor, Vector256<uint> oddFactor)
    {
        this.even += WideLanes.Multiply(even, evenFactor);
        this.odd += WideLanes.Multiply(odd, oddFactor);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fold()
    {
        even = Fold(even);
        odd = Fold(odd);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly PackedM31 Result()
    {
        Vector256<ulong> even = Fold(Fold(this.even));
        Vector256<ulong> odd = Fold(Fold(this.odd));
        Vector256<uint> joined = WideLanes.Blend(even.AsUInt32(), Vector256.ShiftLeft(odd, 32).AsUInt32());
        return new(Vector256.Min(joined, joined - Vector256.Create(M31.Modulus)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Fold(Vector256<ulong> sum) =>
        (sum & Vector256.Create((ulong)M31.Modulus)) + Vector256.ShiftRightLogical(sum, 31);
}
