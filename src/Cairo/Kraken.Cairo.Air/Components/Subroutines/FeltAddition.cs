using System.Collections.Generic;
using Kraken.Air;
using Kraken.Cairo.Air.Hints;

namespace Kraken.Cairo.Air.Components.Subroutines;

/// <summary>Sums of felts with range-checked limbs; a + b - c may be 0 or P, so nothing is forced to be reduced.</summary>
internal static class FeltAddition
{
    /// <summary>Verifies c = a + b modulo P.</summary>
    public static void VerifyFeltSum(this AirBuilder b, IReadOnlyList<Expr> left, IReadOnlyList<Expr> right, IReadOnlyList<Expr> sum)
    {
        // P is odd, so the parity of a + b - c tells whether P was subtracted.
        Expr subtracted = b.Deduce((left[0] ^ right[0] ^ sum[0]) & 1, "sub_p_bit");
        b.Constrain(subtracted * (subtracted - 1));
        b.VerifyFeltSum(left, right, sum, subtracted);
    }

    /// <summary>Verifies a + b = c + k P for a factor k in {-1, 0, 1}, with carries checked every third limb.</summary>
    public static void VerifyFeltSum(
        this AirBuilder b, IReadOnlyList<Expr> left, IReadOnlyList<Expr> right, IReadOnlyList<Expr> sum, Expr factor)
    {
        const int last = FeltLimbs.Count - 1;
        Expr carry = 0;
        for (int i = 0; i < last; i++)
        {
            carry = left[i] + right[i] + carry - sum[i] - (factor * FeltLimbs.PrimeLimb(i));
            carry = carry.DividedBy(1 << FeltLimbs.Bits);
            if (i % 3 == 2)
            {
                b.Constrain(carry * ((carry * carry) - 1));
            }
        }

        b.Constrain(left[last] + right[last] + carry - sum[last] - (factor * FeltLimbs.PrimeLimb(last)));
    }

    /// <summary>Deduces and verifies a + b; the limbs are range-checked.</summary>
    public static Expr[] AddFelts(this AirBuilder b, IReadOnlyList<Expr> left, IReadOnlyList<Expr> right)
    {
        Expr[] sum = b.Deduce(b.Call(FeltSumHint.Instance, [.. left, .. right]), "add_res");
        b.RangeCheckLimbs(sum);
        b.VerifyFeltSum(left, right, sum);
        return sum;
    }
}
