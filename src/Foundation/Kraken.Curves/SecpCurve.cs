using System.Globalization;
using System.Numerics;

namespace Kraken.Curves;

/// <summary>
/// secp256k1 or secp256r1 [SEC2]: y^2 = x^3 + a x + b over a prime field of 256 bits, with a group of prime order. Points are affine,
/// infinity is (0, 0). Inputs are public, so nothing has to take constant time.
/// </summary>
public sealed class SecpCurve
{
    private SecpCurve(string prime, string a, string b, string order)
    {
        Prime = Parse(prime);
        A = Parse(a);
        B = Parse(b);
        Order = Parse(order);
    }

    /// <summary>secp256k1 [SEC2 2.4.1].</summary>
    public static SecpCurve K1 { get; } = new(
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f",
        "0",
        "7",
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

    /// <summary>secp256r1, also called P-256 [SEC2 2.4.2].</summary>
    public static SecpCurve R1 { get; } = new(
        "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
        "ffffffff00000001000000000000000000000000fffffffffffffffffffffffc",
        "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

    /// <summary>The prime of the field, 3 modulo 4.</summary>
    public BigInteger Prime { get; }

    /// <summary>The coefficient of x.</summary>
    public BigInteger A { get; }

    /// <summary>The constant term.</summary>
    public BigInteger B { get; }

    /// <summary>The order of the group, a prime.</summary>
    public BigInteger Order { get; }

    /// <summary>Whether a point, its coordinates below the prime, is of the group; infinity is.</summary>
    public bool IsOnCurve(SecpPoint point) => point.IsInfinity || Reduce(point.Y * point.Y) == RightSide(point.X);

    /// <summary>The point with an x coordinate and an odd or even y coordinate; null when there is none.</summary>
    public SecpPoint? FromX(BigInteger x, bool oddY)
    {
        // The prime is 3 modulo 4.
        BigInteger square = RightSide(x);
        BigInteger y = BigInteger.ModPow(square, (Prime + 1) / 4, Prime);
        if (Reduce(y * y) != square)
        {
            return null;
        }

        return new(x, y.IsEven == oddY ? Reduce(-y) : y);
    }

    /// <summary>The sum of two points of the group.</summary>
    public SecpPoint Add(SecpPoint left, SecpPoint right)
    {
        if (left.IsInfinity || right.IsInfinity)
        {
            return left.IsInfinity ? right : left;
        }

        BigInteger slope;
        if (left.X != right.X)
        {
            slope = (right.Y - left.Y) * Inverse(right.X - left.X);
        }
        else if (left.Y == right.Y && !left.Y.IsZero)
        {
            slope = ((3 * left.X * left.X) + A) * Inverse(2 * left.Y);
        }
        else
        {
            return default;
        }

        slope = Reduce(slope);
        BigInteger x = Reduce((slope * slope) - left.X - right.X);
        return new(x, Reduce((slope * (left.X - x)) - left.Y));
    }

    /// <summary>The multiple of a point of the group; the scalar is not negative, and taken modulo the order.</summary>
    public SecpPoint Multiply(SecpPoint point, BigInteger scalar)
    {
        BigInteger factor = scalar % Order;
        SecpPoint result = default;
        for (int bit = (int)factor.GetBitLength() - 1; bit >= 0; bit--)
        {
            result = Add(result, result);
            if (!((factor >> bit) & 1).IsZero)
            {
                result = Add(result, point);
            }
        }

        return result;
    }

    private static BigInteger Parse(string hex) => BigInteger.Parse("0" + hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private BigInteger RightSide(BigInteger x) => Reduce((((x * x) + A) * x) + B);

    private BigInteger Reduce(BigInteger value)
    {
        BigInteger remainder = value % Prime;
        return remainder.Sign < 0 ? remainder + Prime : remainder;
    }

    // Extended Euclid: the modulus is prime and the value not zero.
    private BigInteger Inverse(BigInteger value)
    {
        (BigInteger previous, BigInteger current) = (Prime, Reduce(value));
        (BigInteger previousFactor, BigInteger factor) = (BigInteger.Zero, BigInteger.One);
        while (!current.IsZero)
        {
            BigInteger quotient = BigInteger.DivRem(previous, current, out BigInteger remainder);
            (previous, current) = (current, remainder);
            (previousFactor, factor) = (factor, previousFactor - (quotient * factor));
        }

        return Reduce(previousFactor);
    }
}
