using System;
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

    /// <summary>The lowest bits.</summary>
    public TriePath Low(int bits) => new(l0 & Mask(bits), l1 & Mask(bits - 64), l2 & Mask(bits - 128), l3 & Mask(bits - 192));

    /// <summary>The path without its lowest bits.</summary>
    public TriePath Shift(int bits)
    {
        Span<ulong> source = [l0, l1, l2, l3, 0, 0, 0, 0, 0];
        int limb = bits >> 6;
        int shift = bits & 63;
        Span<ulong> result = stackalloc ulong[4];
        for (int i = 0; i < 4; i++)
        {
            // A shift by 64 in two steps, as C# takes the count modulo 64.
            result[i] = (source[limb + i] >> shift) | ((source[limb + i + 1] << 1) << (63 - shift));
        }

        return new(result[0], result[1], result[2], result[3]);
    }

    /// <summary>The path with a bit set.</summary>
    public TriePath With(int index)
    {
        ulong bit = 1UL << (index & 63);
        return (index >> 6) switch
        {
            0 => new(l0 | bit, l1, l2, l3),
            1 => new(l0, l1 | bit, l2, l3),
            2 => new(l0, l1, l2 | bit, l3),
            _ => new(l0, l1, l2, l3 | bit),
        };
    }

    public int CompareTo(TriePath other)
    {
        int order = l3.CompareTo(other.l3);
        order = order != 0 ? order : l2.CompareTo(other.l2);
        order = order != 0 ? order : l1.CompareTo(other.l1);
        return order != 0 ? order : l0.CompareTo(other.l0);
    }

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
        _ => l3,
    };
}
