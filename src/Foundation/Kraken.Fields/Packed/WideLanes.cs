using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kraken.Fields.Packed;

/// <summary>
/// Products of 32-bit lanes as 64-bit lanes. Lane layout: four 64-bit lanes stand over the even or the odd ones of eight 32-bit lanes.
/// Without AVX2 the
/// same in portable vectors, which is slow and is the twin that tests compare with.
/// </summary>
public static class WideLanes
{
    /// <summary>The products of the even lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Multiply(Vector256<uint> left, Vector256<uint> right) =>
        Avx2.IsSupported ? Avx2.Multiply(left, right) : MultiplyPortable(left, right);

    /// <summary>Even lanes from one vector, odd lanes from another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Blend(Vector256<uint> even, Vector256<uint> odd) =>
        Avx2.IsSupported ? Avx2.Blend(even, odd, 0b1010_1010) : BlendPortable(even, odd);

    /// <summary>The portable twin of <see cref="Multiply"/>.</summary>
    public static Vector256<ulong> MultiplyPortable(Vector256<uint> left, Vector256<uint> right) => Vector256.Create(
        (ulong)left[0] * right[0], (ulong)left[2] * right[2], (ulong)left[4] * right[4], (ulong)left[6] * right[6]);

    /// <summary>The portable twin of <see cref="Blend"/>.</summary>
    public static Vector256<uint> BlendPortable(Vector256<uint> even, Vector256<uint> odd) =>
        Vector256.ConditionalSelect(Vector256.Create(uint.MaxValue, 0, uint.MaxValue, 0, uint.MaxValue, 0, uint.MaxValue, 0), even, odd);
}
