using System.Collections.Generic;
using Kraken.Air;
using Kraken.Cairo.Air.Hints;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Subroutines;

/// <summary>Felts as ten words of 27 bits.</summary>
internal static class PackedFelts
{
    private const int LimbMask = (1 << FeltLimbs.Bits) - 1;

    /// <summary>The 28 limbs: two of three are deduced, the third follows from the word.</summary>
    public static Expr[] Unpack(this AirBuilder b, IReadOnlyList<Expr> words)
    {
        List<Expr> limbs = [];
        for (int word = 0; word < FeltLimbs.PackedCount - 1; word++)
        {
            Expr low = b.Deduce(words[word] & LimbMask, $"unpacked_limb_{3 * word}");
            Expr mid = b.Deduce((words[word] >> FeltLimbs.Bits) & LimbMask, $"unpacked_limb_{(3 * word) + 1}");
            Expr high = (words[word] - low - (mid * (1 << FeltLimbs.Bits))).DividedBy(1 << (2 * FeltLimbs.Bits));
            limbs.AddRange([low, mid, high]);
        }

        return [.. limbs, words[FeltLimbs.PackedCount - 1]];
    }

    /// <summary>The cube of a felt, by the component of cubes.</summary>
    public static Expr[] CubeOf(this AirBuilder b, IReadOnlyList<Expr> felt)
    {
        Expr[] cube = b.Deduce(b.Call(CubeHint.Instance, [.. felt]), "cube_252_output");
        b.Use(CairoRelations.Cube, [.. felt, .. cube]);
        return cube;
    }

    /// <summary>Checks that ten words have 27 bits each (9 the last), by the component of these checks.</summary>
    public static void RangeCheckWords(this AirBuilder b, IReadOnlyList<Expr> felt) => b.Use(CairoRelations.RangeCheckFelt, [.. felt]);
}
