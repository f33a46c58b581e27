using System.Collections.Generic;
using Kraken.Air;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Subroutines;

/// <summary>
/// Felts with range-checked limbs that are below P. P's limbs are zero but for 1, 0x88 (limb 21) and 0x100 (limb 27), so a value is below P
/// where the last limb is below 0x100, or equal to it with zeros down to limb 21, which is below 0x88, or equal to it with zeros below.
/// </summary>
internal static class ReducedFelts
{
    private const int MidLimb = 21;
    private const int LastLimb = 27;

    /// <summary>Verifies that a felt is reduced.</summary>
    public static void VerifyReduced(this AirBuilder b, IReadOnlyList<Expr> felt)
    {
        Expr lastIsMax = felt[LastLimb].IsEqualTo(FeltLimbs.PrimeLimb(LastLimb));
        Expr bothAreMax = lastIsMax & felt[MidLimb].IsEqualTo(FeltLimbs.PrimeLimb(MidLimb));
        Expr last = b.Deduce(lastIsMax, "ms_limb_is_max");
        Expr both = b.Deduce(bothAreMax, "ms_and_mid_limbs_are_max");
        b.Constrain(last * (1 - last));
        b.Constrain(both * (1 - both));
        b.Use(TableRelations.RangeCheck8, felt[LastLimb] - last);
        b.Constrain(last * felt.Sum(MidLimb + 1, LastLimb - 1));
        Expr mid = b.Assign(last * (felt[MidLimb] + (256 - FeltLimbs.PrimeLimb(MidLimb)) - both), "rc_input");
        b.Use(TableRelations.RangeCheck8, mid);
        b.Constrain(both * felt.Sum(0, MidLimb - 1));
    }
}
