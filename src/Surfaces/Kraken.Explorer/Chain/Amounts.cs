using System.Globalization;
using System.Numerics;

namespace Kraken.Explorer.Chain;

/// <summary>Amounts of tokens as text.</summary>
internal static class Amounts
{
    private const int Decimals = 18;

    /// <summary>An amount of fri or wei in units of the token, without trailing zeros: "1.5".</summary>
    public static string Of(BigInteger smallest)
    {
        BigInteger whole = BigInteger.DivRem(smallest, BigInteger.Pow(10, Decimals), out BigInteger rest);
        string fraction = rest.ToString("D18", CultureInfo.InvariantCulture).TrimEnd('0');
        string units = whole.ToString("#,0", CultureInfo.InvariantCulture);
        return fraction.Length == 0 ? units : $"{units}.{fraction}";
    }
}
