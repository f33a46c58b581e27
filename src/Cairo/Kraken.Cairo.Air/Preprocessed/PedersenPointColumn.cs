using System;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Curves;

namespace Kraken.Cairo.Air.Preprocessed;

/// <summary>One 9-bit limb of the points of a Pedersen table: 28 of x, then 28 of y.</summary>
internal sealed class PedersenPointColumn(int windowBits, int column)
    : FixedColumn(windowBits == 9 ? $"pedersen_points_small_{column}" : $"pedersen_points_{column}", windowBits == 9 ? 15 : 23)
{
    public override uint At(int row)
    {
        AffinePoint point = (windowBits == 9 ? PedersenTable.Narrow : PedersenTable.Wide)[(uint)row];
        Span<ulong> words = stackalloc ulong[5];
        words[4] = 0;
        (column < FeltLimbs.Count ? point.X : point.Y).ToCanonicalLimbs(out words[0], out words[1], out words[2], out words[3]);
        (int word, int shift) = Math.DivRem(column % FeltLimbs.Count * FeltLimbs.Bits, 64);
        ulong bits = (words[word] >> shift) | (shift == 0 ? 0 : words[word + 1] << (64 - shift));
        return (uint)bits & ((1u << FeltLimbs.Bits) - 1);
    }
}
