using System.Globalization;
using System.Numerics;

namespace Kraken.Cairo.Hints.Cairo0.Library;

/// <summary>The numbers of a curve y^2 = x^3 + alpha x + beta (SEC 2, version 2, sections 2.4.1 and 2.4.2).</summary>
internal sealed record SecpCurve(BigInteger Prime, BigInteger Order, BigInteger Alpha, BigInteger Beta)
{
    public static SecpCurve K1 { get; } = new(
        Hex("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f"),
        Hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"),
        0,
        7);

    public static SecpCurve R1 { get; } = new(
        Hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"),
        Hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
        Hex("ffffffff00000001000000000000000000000000fffffffffffffffffffffffc"),
        Hex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"));

    private static BigInteger Hex(string digits) => BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
