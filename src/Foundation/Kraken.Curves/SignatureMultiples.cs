using Kraken.Fields;
using Kraken.Fields.Packed;

namespace Kraken.Curves;

/// <summary>
/// Multiples of points for a program that checks signatures, such as check_ecdsa_signature of the Cairo core library: it makes the public
/// key Q and the point R of a signature from their x coordinates and then multiplies R by s and Q by r, the x of R. Where two points were
/// made so, the first multiple of one makes the other that is to be expected beside it, at less than the price of two.
/// </summary>
/// <remarks>
/// Every answer is exactly that of <see cref="StarkCurve.Multiply"/>: what was made ahead is used for the same point and factor alone. Not
/// for several threads at once. It keeps three points.
/// </remarks>
public sealed class SignatureMultiples
{
    private AffinePoint older;
    private AffinePoint newer;

    private AffinePoint aheadPoint;
    private AffinePoint aheadMultiple;
    private Felt aheadScalar;

    /// <summary>Takes note of a point that the program made from an x coordinate.</summary>
    public void Note(AffinePoint point)
    {
        older = newer;
        newer = point;
    }

    /// <summary>scalar * point.</summary>
    /// <param name="point">Any point of the curve.</param>
    /// <param name="scalar">The factor, as an integer below the field's modulus.</param>
    public AffinePoint Multiply(AffinePoint point, Felt scalar)
    {
        if (point.IsInfinity)
        {
            return point;
        }

        if (point == aheadPoint && scalar == aheadScalar)
        {
            return aheadMultiple;
        }

        if (point == StarkCurve.Generator)
        {
            return StarkCurve.MultiplyGenerator(scalar).ToAffine();
        }

        AffinePoint other = point == newer ? older : point == older ? newer : AffinePoint.Infinity;

        // Of a program that multiplies Q first nothing is known of the factor of R.
        if (other.IsInfinity || scalar == other.X || !FeltLanes.IsSupported)
        {
            return StarkCurve.Multiply(point, scalar).ToAffine();
        }

        StarkCurve.MultiplyTwo(point, scalar, other, point.X, out AffinePoint multiple, out aheadMultiple);
        aheadPoint = other;
        aheadScalar = point.X;
        older = default;
        newer = default;
        return multiple;
    }
}
