using System;
using Kraken.Fields;
using Kraken.Fields.Packed;

namespace Kraken.Curves;

/// <summary>
/// Points and multiples for a program that checks signatures, such as check_ecdsa_signature of the Cairo core library: it makes the public
/// key Q and the point R of a signature from their x coordinates and then multiplies R by s and Q by r, the x of R, and the generator by
/// the message.
/// </summary>
/// <remarks>
/// Every answer is exactly that of <see cref="StarkCurve"/>: what was made ahead is used for the same point and factor alone. Where the
/// signature is expected and holds, R comes from the multiples of generator and key, without the square root, and its multiple by s from
/// theirs: with R = (message G ± r Q) / s, s R = message G ± r Q. Not for several threads at once.
/// </remarks>
public sealed class SignatureMultiples
{
    private readonly Multiple[] ahead = new Multiple[3];
    private int aheadCount;
    private AffinePoint older;
    private AffinePoint newer;
    private Felt message;
    private EcdsaSignature expected;
    private bool isExpecting;

    /// <summary>The multiples that were made ahead.</summary>
    internal int AheadCount => aheadCount;

    /// <summary>
    /// Says which signature the program will check, probably; if it does not, or if the signature does not hold, the check takes more time
    /// and is the same.
    /// </summary>
    public void Expect(Felt message, EcdsaSignature signature)
    {
        this.message = message;
        expected = signature;
        isExpecting = true;
        aheadCount = 0;
        older = newer = default;
    }

    /// <summary>Finds the point with the given x whose y is the canonically smaller of the two roots, and takes note of it.</summary>
    /// <returns>False when no point of the curve has that x.</returns>
    public bool TryPointFromX(Felt x, out AffinePoint point)
    {
        bool found = (isExpecting && x == expected.R && TryNonce(out point)) || StarkCurve.TryPointFromX(x, out point);
        if (found)
        {
            Note(point);
        }

        return found;
    }

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

        if (TryFind(point, scalar, out AffinePoint known))
        {
            return known;
        }

        if (point == StarkCurve.Generator)
        {
            return StarkCurve.MultiplyGenerator(scalar).ToAffine();
        }

        AffinePoint other = point == newer ? older : point == older ? newer : AffinePoint.Infinity;

        // Of a program that multiplies Q first nothing is known of the factor of R.
        if (other.IsInfinity || scalar == other.X || !FeltLanes.IsSupported || TryFind(other, point.X, out _))
        {
            return StarkCurve.Multiply(point, scalar).ToAffine();
        }

        StarkCurve.MultiplyTwo(point, scalar, other, point.X, out AffinePoint multiple, out AffinePoint otherMultiple);
        aheadCount = 0;
        AddAhead(other, point.X, otherMultiple);
        older = default;
        newer = default;
        return multiple;
    }

    // The point R of the expected signature, if that holds for the point that was made last.
    private bool TryNonce(out AffinePoint nonce)
    {
        nonce = default;
        isExpecting = false;
        (Felt r, Felt s) = (expected.R, expected.S);
        if (newer.IsInfinity || !StarkCurve.IsScalar(s))
        {
            return false;
        }

        AffinePoint key = newer;
        CombTable table = CombTable.Of(key);
        Felt inverse = ScalarArithmetic.Inverse(s);
        table.MultiplyTwo(ScalarArithmetic.Product(r, inverse), r, out JacobianPoint keyPart, out JacobianPoint keyMultiple);
        JacobianPoint messagePart = StarkCurve.MultiplyGenerator(ScalarArithmetic.Product(message, inverse));
        JacobianPoint found = messagePart + keyPart;
        bool isSum = found.HasX(r);
        if (!isSum)
        {
            found = messagePart + -keyPart;
            if (!found.HasX(r))
            {
                return false;
            }
        }

        JacobianPoint messageMultiple = StarkCurve.MultiplyGenerator(message);
        JacobianPoint multiple = messageMultiple + (isSum ? keyMultiple : -keyMultiple);
        Span<AffinePoint> affine = stackalloc AffinePoint[4];
        JacobianPoint.ToAffine([found, multiple, keyMultiple, messageMultiple], affine);
        nonce = affine[0];
        bool isLarger = -nonce.Y < nonce.Y;
        nonce = isLarger ? -nonce : nonce;
        aheadCount = 0;
        AddAhead(nonce, s, isLarger ? -affine[1] : affine[1]);
        AddAhead(key, r, affine[2]);
        AddAhead(StarkCurve.Generator, message, affine[3]);
        return true;
    }

    private void AddAhead(AffinePoint point, Felt scalar, AffinePoint product) => ahead[aheadCount++] = new(point, scalar, product);

    private bool TryFind(AffinePoint point, Felt scalar, out AffinePoint product)
    {
        foreach (ref readonly Multiple made in ahead.AsSpan(0, aheadCount))
        {
            if (made.Scalar == scalar && made.Point == point)
            {
                product = made.Product;
                return true;
            }
        }

        product = default;
        return false;
    }

    private readonly record struct Multiple(AffinePoint Point, Felt Scalar, AffinePoint Product);
}
