using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kraken.Fields;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>Sixteen sums of products.</summary>
/// <remarks>Lanes: the even ones in one vector of 64-bit sums, the odd ones in another. Twin: <see cref="M31"/>.</remarks>
internal unsafe struct WideAccumulator16 : IWideAccumulator<Vector512<uint>, WideM31>
{
    // SAFETY: Load reads the words of one vector, see the interface.
    private Vector512<ulong> even;
    private Vector512<ulong> odd;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Load(uint* source) => Vector512.Load(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Broadcast(uint factor) => Vector512.Create(factor);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Odd(Vector512<uint> value) => Vector512.ShiftRightLogical(value.AsUInt64(), 32).AsUInt32();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector512<uint> even, Vector512<uint> odd, Vector512<uint> evenFactor, Vector512<uint> oddFactor)
    {
        this.even += WideM31.MultiplyEven(even, evenFactor);
        this.odd += WideM31.MultiplyEven(odd, oddFactor);
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
    public readonly WideM31 Result()
    {
        Vector512<ulong> even = Fold(Fold(this.even));
        Vector512<ulong> odd = Fold(Fold(this.odd));
        Vector512<uint> joined = (even | Vector512.ShiftLeft(odd, 32)).AsUInt32();
        return new(Vector512.Min(joined, joined - Vector512.Create(M31.Modulus)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Fold(Vector512<ulong> sum) =>
        (sum & Vector512.Create((ulong)M31.Modulus)) + Vector512.ShiftRightLogical(sum, 31);
}
