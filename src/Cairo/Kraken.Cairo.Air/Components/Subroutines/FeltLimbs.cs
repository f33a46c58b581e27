using System.Collections.Generic;
using System.Linq;
using Kraken.Air;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Components.Subroutines;

/// <summary>Felts as 28 limbs of 9 bits, least significant first; a shorter list stands for one with leading zeros.</summary>
internal static class FeltLimbs
{
    /// <summary>Limbs per felt.</summary>
    public const int Count = 28;

    /// <summary>Bits per limb.</summary>
    public const int Bits = 9;

    /// <summary>Words of 27 bits per felt.</summary>
    public const int PackedCount = 10;

    /// <summary>The bits of an address: memory addresses are below 2^29.</summary>
    public const int AddressBits = 29;

    /// <summary>The prime's limbs that are not zero: 1 + 17 * 2^192 + 2^251.</summary>
    public static IReadOnlyList<(int Index, int Value)> Prime { get; } = [(0, 1), (21, 136), (27, 256)];

    /// <summary>Limb i of the prime.</summary>
    public static int PrimeLimb(int index) => Prime.Where(limb => limb.Index == index).Select(limb => limb.Value).FirstOrDefault();

    /// <summary>Limb i, zero beyond the list's end.</summary>
    public static Expr Limb(this IReadOnlyList<Expr> limbs, int index) => index < limbs.Count ? limbs[index] : 0;

    /// <summary>The sum of limbs first..last.</summary>
    public static Expr Sum(this IReadOnlyList<Expr> limbs, int first, int last)
    {
        Expr sum = 0;
        for (int i = first; i <= last; i++)
        {
            sum += limbs.Limb(i);
        }

        return sum;
    }

    /// <summary>The value of the lowest limbs as one field element; below p for up to 30 bits.</summary>
    public static Expr Combine(this IReadOnlyList<Expr> limbs, int bits)
    {
        Expr sum = limbs.Limb(0);
        for (int i = 1; i * Bits < bits; i++)
        {
            sum += limbs.Limb(i) * (1 << (i * Bits));
        }

        return sum;
    }

    /// <summary>Packs three limbs of 9 bits to one word of 27 bits, ten words in all.</summary>
    public static Expr[] Pack(this IReadOnlyList<Expr> limbs) =>
    [
        .. Enumerable.Range(0, PackedCount).Select(word =>
            limbs.Limb(3 * word) + (limbs.Limb((3 * word) + 1) * (1 << Bits)) + (limbs.Limb((3 * word) + 2) * (1 << (2 * Bits)))),
    ];

    /// <summary>Division by a literal.</summary>
    public static Expr DividedBy(this Expr value, int divisor) => value * ((M31)divisor).Inverse();
}
