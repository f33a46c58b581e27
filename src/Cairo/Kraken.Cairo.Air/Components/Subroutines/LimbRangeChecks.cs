using System.Collections.Generic;
using Kraken.Air;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Subroutines;

/// <summary>Range checks of 9-bit limbs in pairs, rotating through the eight equal relations.</summary>
internal static class LimbRangeChecks
{
    /// <summary>Checks an even number of limbs.</summary>
    public static void RangeCheckLimbs(this AirBuilder b, IReadOnlyList<Expr> limbs)
    {
        for (int pair = 0; pair < limbs.Count / 2; pair++)
        {
            b.Use(TableRelations.RangeCheck9x9[pair % TableRelations.RangeCheck9x9.Length], limbs[2 * pair], limbs[(2 * pair) + 1]);
        }
    }
}
