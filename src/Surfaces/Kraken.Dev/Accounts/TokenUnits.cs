using System;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Receipts;

namespace Kraken.Dev.Accounts;

/// <summary>Units and amounts as starknet-devnet writes them.</summary>
internal static class TokenUnits
{
    private const string WeiWord = "WEI";
    private const string FriWord = "FRI";
    private const int MaxAmountLength = 100;
    private const int MaxExponent = 78;

    /// <summary>The largest amount: 2^256 - 1.</summary>
    internal static BigInteger MaxAmount { get; } = (BigInteger.One << 256) - 1;

    /// <summary>How JSON names a unit.</summary>
    internal static string WordOf(FeeUnit unit) => unit == FeeUnit.Wei ? WeiWord : FriWord;

    /// <summary>Where the token of a unit stands.</summary>
    internal static Felt TokenOf(FeeUnit unit) => unit == FeeUnit.Wei ? WellKnownAddresses.EthToken : WellKnownAddresses.FeeToken;

    /// <summary>Reads one of the two words; anything else fails the decoding.</summary>
    internal static FeeUnit Read(JsonNode node) => node.Word([(WeiWord, FeeUnit.Wei), (FriWord, FeeUnit.Fri)]);

    /// <summary>
    /// Reads an amount: a JSON number from 0 to <see cref="MaxAmount"/>, also with a fraction, which is cut off, or an exponent.
    /// </summary>
    internal static BigInteger ReadAmount(JsonNode node)
    {
        JsonElement element = node.Element;
        if (element.ValueKind == JsonValueKind.Number
            && element.GetRawText() is { Length: <= MaxAmountLength } text
            && TryParse(text, out BigInteger amount)
            && amount <= MaxAmount)
        {
            return amount;
        }

        node.Fail("a number of 0 to 2^256 - 1");
        return 0;
    }

    // A JSON number without a sign: the digits, moved by the exponent.
    private static bool TryParse(string text, out BigInteger amount)
    {
        string[] parts = text.Split('e', 'E');
        int exponent = 0;
        amount = 0;
        if (parts.Length > 1 && (!int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
            || Math.Abs(exponent) > MaxExponent))
        {
            return false;
        }

        string[] digits = parts[0].Split('.');
        int fraction = digits.Length > 1 ? digits[1].Length : 0;
        if (!BigInteger.TryParse(string.Concat(digits), NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger mantissa))
        {
            return false;
        }

        int move = exponent - fraction;
        amount = move >= 0 ? mantissa * BigInteger.Pow(10, move) : mantissa / BigInteger.Pow(10, -move);
        return true;
    }
}
