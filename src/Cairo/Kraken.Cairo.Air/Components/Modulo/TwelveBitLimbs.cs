using System.Collections.Generic;
using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Modulo;

/// <summary>Numbers of four 96-bit words as 32 limbs of 12 bits: of four 9-bit limbs, the middle ones are cut at bits 3 and 6.</summary>
internal static class TwelveBitLimbs
{
    public const int Bits = 12;
    public const int Count = 32;

    /// <summary>Converts 44 limbs of 9 bits; the cuts are range-checked.</summary>
    public static Expr[] Of(AirBuilder b, Expr[] number)
    {
        Expr[][] words = [.. number.Chunk(ModularOperands.WordLimbs)];
        return [.. OfPair(b, words[0], words[1]), .. OfPair(b, words[2], words[3])];
    }

    /// <summary>Two words, whose last cuts are checked together.</summary>
    private static List<Expr> OfPair(AirBuilder b, Expr[] first, Expr[] second)
    {
        List<Expr> result = [];
        (Expr low, Expr high) = AppendWord(b, first, result, 0);
        (Expr nextLow, Expr nextHigh) = AppendWord(b, second, result, 1);
        b.Use(TableRelations.RangeCheck3x6x6x3, low, high, nextHigh, nextLow);
        return result;
    }

    /// <summary>Appends eight limbs; returns the parts of limb 9, which the caller checks.</summary>
    private static (Expr Low, Expr High) AppendWord(AirBuilder b, Expr[] word, List<Expr> result, int index)
    {
        for (int start = 0; start < 8; start += 4)
        {
            (Expr low, Expr high) = Cut(b, word[start + 1], 3, $"limb{start + 1}b_{index}");
            (Expr nextLow, Expr nextHigh) = Cut(b, word[start + 2], 6, $"limb{start + 2}b_{index}");
            result.AddRange([word[start] + (low * (1 << 9)), high + (nextLow * (1 << 6)), nextHigh + (word[start + 3] * (1 << 3))]);
            b.Use(TableRelations.RangeCheck3x6x6x3, low, high, nextLow, nextHigh);
        }

        (Expr lastLow, Expr lastHigh) = Cut(b, word[9], 3, $"limb9b_{index}");
        result.AddRange([word[8] + (lastLow * (1 << 9)), lastHigh + (word[10] * (1 << 6))]);
        return (lastLow, lastHigh);
    }

    private static (Expr Low, Expr High) Cut(AirBuilder b, Expr limb, int bits, string name)
    {
        Expr high = b.Deduce(limb >> bits, name);
        return (limb - (high * (1 << bits)), high);
    }
}
