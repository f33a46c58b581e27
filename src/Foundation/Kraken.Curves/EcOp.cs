using System;
using Kraken.Fields;

namespace Kraken.Curves;

/// <summary>
/// P + m Q as the EC-op builtin has it: by double and add from the lowest bit of m, which fails where the sum and the doubled point have
/// the same x coordinate. Computed with fewer additions, but with the same result and failures.
/// </summary>
/// <remarks>
/// The bits of m are recoded to digits -1, 0 and 1 of which few are not zero: m mod 2^i = n_i + c_i 2^i with a carry c_i. With D = 2^i Q
/// and the sum S = P + n_i Q, double and add compares S + c D with D. Without a carry it fails if S = D or S = -D. With a carry it fails if
/// S = -2 D (S = 0 cannot be: it takes an addition of opposite points, which would have failed). S = D with a carry and a zero bit fails
/// one bit later, as then S + D = 2 D.
/// </remarks>
public static class EcOp
{
    /// <summary>The result for points of the curve other than infinity.</summary>
    /// <param name="m">The factor of Q, as an integer below the field's modulus.</param>
    /// <param name="result">P + m Q, never infinity.</param>
    /// <returns>False where double and add meets points of the same x coordinate.</returns>
    public static bool TryAddMultiple(AffinePoint p, AffinePoint q, Felt m, out AffinePoint result)
    {
        Span<ulong> limbs = stackalloc ulong[5];
        m.ToCanonicalLimbs(out limbs[0], out limbs[1], out limbs[2], out limbs[3]);
        limbs[4] = 0;
        int bits = LimbBits.Length(limbs);
        PointPair points = new(p, q);
        bool carry = false;
        result = default;
        for (int i = 0; i < bits; i++)
        {
            bool bit = LimbBits.IsSet(limbs, i);
            if (points.SameX() && !(carry && bit && points.SameY()))
            {
                return false;
            }

            if (bit != carry)
            {
                bool subtract = LimbBits.IsSet(limbs, i + 1);
                if (!points.TryAdd(subtract, carry))
                {
                    return false;
                }

                carry = subtract;
            }

            if (carry || i < bits - 1)
            {
                points.Double();
            }
        }

        // A carry is left only after a bit that was set with a carry: there too it fails if S = -2 D, now that D is doubled.
        JacobianPoint sum = points.Sum;
        if (carry)
        {
            sum.Add(points.Doubled);
        }

        result = sum.ToAffine();
        return !sum.IsInfinity;
    }
}
