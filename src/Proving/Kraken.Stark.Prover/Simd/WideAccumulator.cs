using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kraken.Fields;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// Eight sums of products of base elements kept in 64 bits, even and odd lanes apart, so that only every third product is followed by a
/// reduction: three products of canonical elements and a folded remainder stay below 2^64.
/// </summary>
internal struct WideAccumulator
{
    /// <summary>Products that may be added between two folds.</summary>
    public const int Products = 3;

    private Vector256<ulong> even;
    private Vector256<ulong> odd;

    /// <summary>Adds the products of the even lanes and of the odd lanes (shifted down) with a factor.</summary>
    /// <param name="even">Vector whose even lanes are read.</param>
    /// <param name="odd">The same vector shifted right by 32 bits in each 64.</param>
    /// <param name="factor">A factor in the low half of every 64 bits.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector256<uint> even, Vector256<uint> odd, Vector256<uint> factor)
    {
        this.even += WideLanes.Multiply(even, factor);
        this.odd += WideLanes.Multiply(odd, factor);
    }

    /// <summary>Adds lane-wise products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector256<uint> even, Vector256<uint> odd, Vector256<uint> evenFactor, Vector256<uint> oddFactor)
    {
        this.even += WideLanes.Multiply(even, evenFactor);
        this.odd += WideLanes.Multiply(odd, oddFactor);
    }

    /// <summary>Reduces both sums below 2^34.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fold()
    {
        even = Fold(even);
        odd = Fold(odd);
    }

    /// <summary>The sums, canonical.</summary>
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
