using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Kraken.Fields;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// Rearrangements of the lanes of two vectors for kernels that have several widths: of eight lanes by <see cref="LaneTransposition"/>,
/// which is the twin of sixteen, of sixteen by one permutation each where the processor has it.
/// </summary>
/// <remarks>
/// Lanes: the lanes of low, then those of high, are one row of words. Twin: the words themselves, at their index.
/// </remarks>
internal static unsafe class LanePairs
{
    /// <summary>The even lanes of low and high.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Even<T>(T low, T high)
        where T : unmanaged, IPackedM31<T>
    {
        if (typeof(T) == typeof(PackedM31))
        {
            return Of<T>(LaneTransposition.Even(Eight(low), Eight(high)));
        }

        Vector512<uint> first = Sixteen(low), second = Sixteen(high);
        return Of<T>(Avx512F.IsSupported
            ? Avx512F.PermuteVar16x32x2(
                first, Vector512.Create(0u, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30), second)
            : Vector512.Create(
                LaneTransposition.Even(first.GetLower(), first.GetUpper()), LaneTransposition.Even(second.GetLower(), second.GetUpper())));
    }

    /// <summary>The odd lanes of low and high.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Odd<T>(T low, T high)
        where T : unmanaged, IPackedM31<T>
    {
        if (typeof(T) == typeof(PackedM31))
        {
            return Of<T>(LaneTransposition.Odd(Eight(low), Eight(high)));
        }

        Vector512<uint> first = Sixteen(low), second = Sixteen(high);
        return Of<T>(Avx512F.IsSupported
            ? Avx512F.PermuteVar16x32x2(
                first, Vector512.Create(1u, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31), second)
            : Vector512.Create(
                LaneTransposition.Odd(first.GetLower(), first.GetUpper()), LaneTransposition.Odd(second.GetLower(), second.GetUpper())));
    }

    /// <summary>The inverse of <see cref="Even"/> and <see cref="Odd"/>: writes even and odd lanes by turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreByTurns<T>(T even, T odd, uint* destination)
        where T : unmanaged, IPackedM31<T>
    {
        // SAFETY: the caller owns twice Width words.
        if (typeof(T) == typeof(PackedM31))
        {
            LaneTransposition.Interleave(Eight(even), Eight(odd), out Vector256<uint> low, out Vector256<uint> high);
            low.Store(destination);
            high.Store(destination + 8);
            return;
        }

        Vector512<uint> first = Sixteen(even), second = Sixteen(odd);
        if (Avx512F.IsSupported)
        {
            Avx512F.PermuteVar16x32x2(
                first, Vector512.Create(0u, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23), second).Store(destination);
            Avx512F.PermuteVar16x32x2(
                first, Vector512.Create(8u, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), second).Store(destination + 16);
            return;
        }

        StoreByTurns(new PackedM31(first.GetLower()), new PackedM31(second.GetLower()), destination);
        StoreByTurns(new PackedM31(first.GetUpper()), new PackedM31(second.GetUpper()), destination + 16);
    }

    /// <summary>The lanes from the last to the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Reverse<T>(T value)
        where T : unmanaged, IPackedM31<T> => typeof(T) == typeof(PackedM31)
        ? Of<T>(Vector256.Shuffle(Eight(value), Vector256.Create(7u, 6, 5, 4, 3, 2, 1, 0)))
        : Of<T>(Vector512.Shuffle(Sixteen(value), Vector512.Create(15u, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)));

    /// <summary>As many slots of a lifted column as there are lanes (<see cref="LiftedLanes"/>), from a multiple of it on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Lifted<T>(uint* column, long slot, int k)
        where T : unmanaged, IPackedM31<T> => typeof(T) == typeof(PackedM31)
        ? Of<T>(LiftedLanes.Load(column, slot, k))
        : Of<T>(Vector512.Create(LiftedLanes.Load(column, slot, k), LiftedLanes.Load(column, slot + 8, k)));

    /// <summary>Each pair (x, y) of words gives the four lanes y, -y, -x, x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T CircleFactors<T>(uint* pairs)
        where T : unmanaged, IPackedM31<T>
    {
        // SAFETY: the caller's words are half as many as there are lanes.
        T zero = T.Broadcast(M31.Zero);
        if (typeof(T) == typeof(PackedM31))
        {
            Vector128<uint> words = Vector128.Load(pairs);
            Vector256<uint> spread = Vector256.Create(
                Vector128.Shuffle(words, Vector128.Create(1u, 1, 0, 0)), Vector128.Shuffle(words, Vector128.Create(3u, 3, 2, 2)));
            Vector256<uint> mask = Vector256.Create(0u, ~0u, ~0u, 0, 0, ~0u, ~0u, 0);
            return Of<T>(Vector256.ConditionalSelect(mask, Eight(zero - Of<T>(spread)), spread));
        }

        Vector256<uint> eight = Vector256.Load(pairs);
        Vector512<uint> wide = Vector512.Shuffle(
            Vector512.Create(eight, eight), Vector512.Create(1u, 1, 0, 0, 3, 3, 2, 2, 5, 5, 4, 4, 7, 7, 6, 6));
        Vector512<uint> negative = Vector512.Create(0u, ~0u, ~0u, 0, 0, ~0u, ~0u, 0, 0, ~0u, ~0u, 0, 0, ~0u, ~0u, 0);
        return Of<T>(Vector512.ConditionalSelect(negative, Sixteen(zero - Of<T>(wide)), wide));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Eight<T>(T value)
        where T : unmanaged => Unsafe.BitCast<T, Vector256<uint>>(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Sixteen<T>(T value)
        where T : unmanaged => Unsafe.BitCast<T, Vector512<uint>>(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Of<T>(Vector256<uint> lanes)
        where T : unmanaged => Unsafe.BitCast<Vector256<uint>, T>(lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Of<T>(Vector512<uint> lanes)
        where T : unmanaged => Unsafe.BitCast<Vector512<uint>, T>(lanes);
}
