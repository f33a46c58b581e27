using System;
using System.Numerics;
using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>
/// The bits of a key or of a part of it, as an integer of at most 251 bits in four little-endian limbs.
/// The child of a node at height h (its distance to the leaves) is chosen by bit h - 1.
/// </summary>
internal readonly struct TriePath : IComparable<TriePath>
{
    /// <summary>The bits of a key of the tallest trie.</summary>
    public const int MaxBits = 251;

    private readonly ulong l0;
    private readonly ulong l1;
    private readonly ulong l2;
    private readonly ulong l3;

    public TriePath(in Felt value) => value.ToCanonicalLimbs(out l0, out l1, out l2, out l3);

    private TriePath(ulong l0, ulong l1, ulong l2, ulong l3)
    {
        this.l0 = l0;
        this.l1 = l1;
        this.l2 = l2;
        this.l3 = l3;
    }

    public Felt ToFelt() => Felt.FromCanonicalLimbs(l0, l1, l2, l3);

    public bool Bit(int index) => ((Limb(index >> 6) >> (index & 63)) & 1) != 0;

    public bool IsBelow(int bits) => Low(bits).CompareTo(this) == 0;

    /// <summary>The bits from one up to below another, moved down to bit 0.</summary>
    public TriePath Slice(int from, int to) => Low(to).ShiftRight(from);

    /// <summary>The path with a slice put in; the bits below the slice are lost.</summary>
    /// <param name="from">Where the slice begins.</param>
    /// <param name="to">Where it ends; what it has beyond is left out.</param>
    /// <param name="slice">The bits, from bit 0 upwards.</param>
    public TriePath WithSlice(int from, int to, in TriePath slice)
    {
        TriePath bits = slice.Low(to - from).ShiftLeft(from);
        return new(
            (l0 & ~Mask(to)) | bits.l0,
            (l1 & ~Mask(to - 64)) | bits.l1,
            (l2 & ~Mask(to - 128)) | bits.l2,
            (l3 & ~Mask(to - 192)) | bits.l3);
    }

    /// <summary>The path with a bit changed.</summary>
    public TriePath Flip(int index)
    {
        ulong bit = 1UL << (index & 63);
        return (index >> 6) switch
        {
            0 => new(l0 ^ bit, l1, l2, l3),
            1 => new(l0, l1 ^ bit, l2, l3),
            2 => new(l0, l1, l2 ^ bit, l3),
            _ => new(l0, l1, l2, l3 ^ bit),
        };
    }

    /// <summary>The highest bit that two paths do not have in common; -1 for none.</summary>
    public int HighestDifference(in TriePath other) =>
        l3 != other.l3 ? 192 + BitOperations.Log2(l3 ^ other.l3)
        : l2 != other.l2 ? 128 + BitOperations.Log2(l2 ^ other.l2)
        : l1 != other.l1 ? 64 + BitOperations.Log2(l1 ^ other.l1)
        : l0 != other.l0 ? BitOperations.Log2(l0 ^ other.l0)
        : -1;

    /// <summary>The same of the bits below a height.</summary>
    public int HighestDifference(in TriePath other, int height) => Low(height).HighestDifference(other.Low(height));

    public int CompareTo(TriePath other)
    {
        int order = l3.CompareTo(other.l3);
        order = order != 0 ? order : l2.CompareTo(other.l2);
        order = order != 0 ? order : l1.CompareTo(other.l1);
        return order != 0 ? order : l0.CompareTo(other.l0);
    }

    private TriePath Low(int bits) => new(l0 & Mask(bits), l1 & Mask(bits - 64), l2 & Mask(bits - 128), l3 & Mask(bits - 192));

    private TriePath ShiftRight(int bits)
    {
        int limb = bits >> 6;
        int shift = bits & 63;
        return new(
            Below(Limb(limb), Limb(limb + 1), shift),
            Below(Limb(limb + 1), Limb(limb + 2), shift),
            Below(Limb(limb + 2), Limb(limb + 3), shift),
            Limb(limb + 3) >> shift);
    }

    private TriePath ShiftLeft(int bits)
    {
        int limb = -(bits >> 6);
        int shift = bits & 63;
        return new(
            Limb(limb) << shift,
            Above(Limb(limb), Limb(limb + 1), shift),
            Above(Limb(limb + 1), Limb(limb + 2), shift),
            Above(Limb(limb + 2), Limb(limb + 3), shift));
    }

    /// <summary>The high limb of two that are shifted up by 0 to 63 bits.</summary>
    private static ulong Above(ulong low, ulong high, int shift) => (high << shift) | ((low >> 1) >> (63 - shift));

    /// <summary>The low limb of two that are shifted down by 0 to 63 bits.</summary>
    private static ulong Below(ulong low, ulong high, int shift) => (low >> shift) | ((high << 1) << (63 - shift));

    private static ulong Mask(int bits) => bits switch
    {
        <= 0 => 0,
        >= 64 => ulong.MaxValue,
        _ => (1UL << bits) - 1,
    };

    private ulong Limb(int index) => index switch
    {
        0 => l0,
        1 => l1,
        2 => l2,
        3 => l3,
        _ => 0,
    };
}
