using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kraken.Fields.Packed;

/// <content>
/// Elements to lanes and back. The words of an element f are those of the integer f * 2^256 mod P; as lanes they are f * 2^-24.
/// </content>
internal partial struct FeltLanes
{
    // The words of 2^48 and of 1 are 2^304 and 2^256: a product with them changes from R = 2^256 to 2^280 and back.
    private static readonly FeltLanes ToLanes = Broadcast((Felt)(1UL << 48), 0);
    private static readonly FeltLanes FromLanes = Broadcast(Felt.One, 0);

    /// <summary>The denominator of affine points, in all lanes.</summary>
    public static readonly FeltLanes One = Broadcast(Felt.One);

    /// <summary>An element in all lanes.</summary>
    public static FeltLanes Broadcast(Felt value) => Broadcast(value * Scale, 0);

    /// <summary>2^24: an element times it has the words of that element's lanes, see <see cref="LoadScaled"/>.</summary>
    public static Felt Scale => 1UL << 24;

    /// <summary>Loads eight elements.</summary>
    /// <param name="source">Elements.</param>
    /// <param name="places">Eight numbers of elements of the source.</param>
    /// <param name="lanes">The elements, carried.</param>
    public static void Load(ReadOnlySpan<Felt> source, ReadOnlySpan<int> places, out FeltLanes lanes)
    {
        LoadScaled(source, places, out lanes);
        Multiply(lanes, ToLanes, out lanes);
    }

    /// <summary>Loads eight elements that are held multiplied by <see cref="Scale"/>, which takes no multiplication.</summary>
    public static void LoadScaled(ReadOnlySpan<Felt> source, ReadOnlySpan<int> places, out FeltLanes lanes)
    {
        ReadOnlySpan<Vector256<ulong>> words = MemoryMarshal.Cast<Felt, Vector256<ulong>>(source);
        Vector512<ulong> a = Vector512.Create(words[places[0]], words[places[1]]);
        Vector512<ulong> b = Vector512.Create(words[places[2]], words[places[3]]);
        Vector512<ulong> c = Vector512.Create(words[places[4]], words[places[5]]);
        Vector512<ulong> d = Vector512.Create(words[places[6]], words[places[7]]);

        // Words 0 and 1 of four lanes each, then words 2 and 3.
        Vector512<ulong> low = Vector512.Create(0UL, 4, 8, 12, 1, 5, 9, 13);
        Vector512<ulong> high = Vector512.Create(2UL, 6, 10, 14, 3, 7, 11, 15);
        Vector512<ulong> ab = Avx512F.PermuteVar8x64x2(a, low, b);
        Vector512<ulong> cd = Avx512F.PermuteVar8x64x2(c, low, d);
        Vector512<ulong> w0 = Avx512F.InsertVector256(ab, cd.GetLower(), 1);
        Vector512<ulong> w1 = Avx512F.InsertVector256(cd, ab.GetUpper(), 0);
        ab = Avx512F.PermuteVar8x64x2(a, high, b);
        cd = Avx512F.PermuteVar8x64x2(c, high, d);
        Split(w0, w1, Avx512F.InsertVector256(ab, cd.GetLower(), 1), Avx512F.InsertVector256(cd, ab.GetUpper(), 0), out lanes);
    }

    /// <summary>Writes the elements of the lanes, of at most 6 units.</summary>
    public readonly void Store(Span<Felt> destination)
    {
        Multiply(this, FromLanes, out FeltLanes product);
        Join(product, out Vector512<ulong> w0, out Vector512<ulong> w1, out Vector512<ulong> w2, out Vector512<ulong> w3);
        Span<ulong> words = MemoryMarshal.Cast<Felt, ulong>(destination[..Count]);
        for (int i = 0; i < Count; i++)
        {
            words[4 * i] = w0[i];
            words[(4 * i) + 1] = w1[i];
            words[(4 * i) + 2] = w2[i];
            words[(4 * i) + 3] = w3[i];
            Felt.ReduceFully(ref destination[i]);
        }
    }

    private static FeltLanes Broadcast(Felt value, int place)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<Felt, ulong>(MemoryMarshal.CreateReadOnlySpan(ref value, 1));
        Split(
            Vector512.Create(words[place]),
            Vector512.Create(words[place + 1]),
            Vector512.Create(words[place + 2]),
            Vector512.Create(words[place + 3]),
            out FeltLanes lanes);
        return lanes;
    }

    /// <summary>Splits eight integers below 2^256, given by words (all lowest words, then all second ones ...), into limbs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split(Vector512<ulong> w0, Vector512<ulong> w1, Vector512<ulong> w2, Vector512<ulong> w3, out FeltLanes result)
    {
        Vector512<ulong> mask = Vector512.Create((ulong)Mask);
        result.v0 = (w0 & mask).AsInt64();
        result.v1 = ((w0 >>> 28) & mask).AsInt64();
        result.v2 = (((w0 >>> 56) | (w1 << 8)) & mask).AsInt64();
        result.v3 = ((w1 >>> 20) & mask).AsInt64();
        result.v4 = (((w1 >>> 48) | (w2 << 16)) & mask).AsInt64();
        result.v5 = ((w2 >>> 12) & mask).AsInt64();
        result.v6 = (((w2 >>> 40) | (w3 << 24)) & mask).AsInt64();
        result.v7 = ((w3 >>> 4) & mask).AsInt64();
        result.v8 = (w3 >>> 32).AsInt64();
    }

    /// <summary>Adds 2 P to carried elements above -2 P and joins their limbs to words.</summary>
    public static void Join(
        in FeltLanes value, out Vector512<ulong> w0, out Vector512<ulong> w1, out Vector512<ulong> w2, out Vector512<ulong> w3)
    {
        CarryInto(
            value.v0 + Vector512.Create(2L),
            value.v1,
            value.v2,
            value.v3,
            value.v4,
            value.v5,
            value.v6 + Vector512.Create(1L << 25),
            value.v7 + Vector512.Create(2L),
            value.v8 + Vector512.Create(1L << 28),
            out FeltLanes c);
        w0 = (c.v0 | (c.v1 << 28) | (c.v2 << 56)).AsUInt64();
        w1 = ((c.v2 >> 8) | (c.v3 << 20) | (c.v4 << 48)).AsUInt64();
        w2 = ((c.v4 >> 16) | (c.v5 << 12) | (c.v6 << 40)).AsUInt64();
        w3 = ((c.v6 >> 24) | (c.v7 << 4) | (c.v8 << 32)).AsUInt64();
    }
}
