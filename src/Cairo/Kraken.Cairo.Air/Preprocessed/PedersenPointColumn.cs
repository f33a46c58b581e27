using System;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Hints;
using Kraken.Curves;

namespace Kraken.Cairo.Air.Preprocessed;

/// <summary>One 9-bit limb of the points of a Pedersen table: 28 of x, then 28 of y.</summary>
internal sealed class PedersenPointColumn(int windowBits, int column)
    : FixedColumn(windowBits == 9 ? $"pedersen_points_small_{column}" : $"pedersen_points_{column}", windowBits == 9 ? 15 : 23)
{
    public override uint At(int row)
    {
        AffinePoint point = (windowBits == 9 ? PedersenTable.Narrow : PedersenTable.Wide)[(uint)row];
        Span<uint> limbs = stackalloc uint[FeltLimbs.Count];
        FeltWords.ToLimbs(column < FeltLimbs.Count ? point.X : point.Y, limbs);
        return limbs[column % FeltLimbs.Count];
    }
}
