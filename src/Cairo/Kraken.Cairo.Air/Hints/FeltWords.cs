using System;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Hints;

/// <summary>Felts between limbs (9 or 27 bits per word) and field elements.</summary>
internal static class FeltWords
{
    /// <summary>Reads 28 limbs of 9 bits; a value of P or more is reduced.</summary>
    public static Felt FromLimbs(ReadOnlySpan<uint> limbs) => FromWords(limbs[..FeltLimbs.Count], FeltLimbs.Bits);

    /// <summary>Reads ten words of 27 bits.</summary>
    public static Felt FromPacked(ReadOnlySpan<uint> words) => FromWords(words[..FeltLimbs.PackedCount], 3 * FeltLimbs.Bits);

    /// <summary>Writes 28 limbs of 9 bits.</summary>
    public static void ToLimbs(Felt value, Span<uint> limbs) => ToWords(value, limbs[..FeltLimbs.Count], FeltLimbs.Bits);

    /// <summary>Writes ten words of 27 bits.</summary>
    public static void ToPacked(Felt value, Span<uint> words) => ToWords(value, words[..FeltLimbs.PackedCount], 3 * FeltLimbs.Bits);

    private static Felt FromWords(ReadOnlySpan<uint> words, int bits)
    {
        Span<ulong> value = stackalloc ulong[5];
        value.Clear();
        for (int i = 0; i < words.Length; i++)
        {
            (int word, int shift) = Math.DivRem(i * bits, 64);
            value[word] |= (ulong)words[i] << shift;
            if (shift + bits > 64)
            {
                value[word + 1] |= (ulong)words[i] >> (64 - shift);
            }
        }

        return Felt.FromCanonicalLimbs(value[0], value[1], value[2], value[3]);
    }

    private static void ToWords(Felt value, Span<uint> words, int bits)
    {
        Span<ulong> canonical = stackalloc ulong[5];
        canonical.Clear();
        value.ToCanonicalLimbs(out canonical[0], out canonical[1], out canonical[2], out canonical[3]);
        uint mask = (1u << bits) - 1;
        for (int i = 0; i < words.Length; i++)
        {
            (int word, int shift) = Math.DivRem(i * bits, 64);
            ulong low = canonical[word] >> shift;
            ulong high = shift == 0 ? 0 : canonical[word + 1] << (64 - shift);
            words[i] = (uint)(low | high) & mask;
        }
    }
}
