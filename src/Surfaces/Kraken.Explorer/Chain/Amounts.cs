using System.Globalization;
using System.Numerics;

namespace Kraken.Explorer.Chain;

/// <summary>Amounts of tokens as text.</summary>
internal static class Amounts
{
    private const int UsualDecimals = 18;

    /// <summary>An amount of the smallest units in units of the token, without trailing zeros: "1.5".</summary>
    /// <param name="smallest">The amount.</param>
    /// <param name="decimals">The digits after the point.</param>
    public static string Of(BigInteger smallest, int decimals = UsualDecimals)
    {
        if (smallest.Sign < 0)
        {
            return $"-{Of(-smallest, decimals)}";
        }

        BigInteger whole = BigInteger.DivRem(smallest, BigInteger.Pow(10, decimals), out BigInteger rest);
        string fraction = decimals == 0 ? "" : rest.ToString(CultureInfo.InvariantCulture).PadLeft(decimals, '0').TrimEnd('0');
        string units = whole.ToString("#,0", CultureInfo.InvariantCulture);
        return fraction.Length == 0 ? units : $"{units}.{fraction}";
    }
}
