using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Blake;

/// <summary>32-bit words in memory: limbs of 9, 9, 9 and 5 bits against halves of 16.</summary>
internal static class WordMemory
{
    /// <summary>Reads and verifies a word.</summary>
    public static Word ReadWord(this AirBuilder b, Expr address, string name)
    {
        Expr[] limbs = b.PeekValue(b.PeekId(address));
        Expr low = b.Deduce(limbs[0] | ((limbs[1] & 127) << 9), "low_16_bits");
        Expr high = b.Deduce((limbs[1] >> 7) | (limbs[2] << 2) | (limbs[3] << 11), "high_16_bits");
        Word word = new(low, high);
        b.VerifyWord(address, word, name);
        return word;
    }

    /// <summary>Range-checks a word and verifies that it is at an address.</summary>
    public static void VerifyWord(this AirBuilder b, Expr address, Word word, string name)
    {
        Expr lowTop = b.Deduce(word.Low >> 9, "low_7_ms_bits");
        Expr highTop = b.Deduce(word.High >> 2, "high_14_ms_bits");
        Expr highBottom = word.High - (highTop * (1 << 2));
        Expr top = b.Deduce(highTop >> 9, "high_5_ms_bits");
        b.Use(TableRelations.RangeCheck7x2x5, lowTop, highBottom, top);
        b.VerifyValue(
            address,
            [word.Low - (lowTop * (1 << 9)), lowTop + (highBottom * (1 << 7)), highTop - (top * (1 << 9)), top],
            name);
    }
}
