using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// Reads a small column as if it were lifted to a larger domain: slot p of the larger one takes index ((p >> (k + 1)) &lt;&lt; 1) | (p
/// &amp; 1), where the sizes differ by 2^k. Of eight consecutive slots that is a pattern of two or four source words.
/// </summary>
/// <remarks>
/// Lanes: eight slots that follow each other. Twin: <see cref="Stark.Merkle.LiftedIndex.ToColumn"/>, slot by slot.
/// </remarks>
internal static unsafe class LiftedLanes
{
    /// <summary>The index in the small column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Index(long slot, int k) => ((slot >> (k + 1)) << 1) | (slot & 1);

    /// <summary>The eight values of slots slot .. slot + 7.</summary>
    /// <param name="column">The small column.</param>
    /// <param name="slot">The first slot, a multiple of 8.</param>
    /// <param name="k">The difference of the log sizes, at least 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Load(uint* column, long slot, int k)
    {
        // SAFETY: the caller's slot lies in the lifted domain, so the words read lie in the column (padded to 8 words).
        if (k == 0)
        {
            return Vector256.Load(column + slot);
        }

        uint* source = column + Index(slot, k);
        if (k > 1)
        {
            return Vector256.Create(*(ulong*)source).AsUInt32();
        }

        Vector128<uint> four = Vector128.Load(source);
        return Avx2.IsSupported
            ? Avx2.Permute4x64(Vector256.Create(four, four).AsUInt64(), 0b01_01_00_00).AsUInt32()
            : Vector256.Create(four[0], four[1], four[0], four[1], four[2], four[3], four[2], four[3]);
    }
}
