using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text;
using Kraken.Fields;
using Kraken.Node.Configuration.Yaml;
using Kraken.Starknet.Genesis;

namespace Kraken.Node.Configuration.Launch;

/// <summary>What the texts of a chain file stand for.</summary>
internal static class ChainValues
{
    /// <summary>What a value that only the launching team knows begins with in a template.</summary>
    public const string Unfilled = "FILL_";

    private const string SmallestUnit = "units";
    private const int MaxDigits = 40;

    /// <summary>Reads a whole number.</summary>
    /// <exception cref="InvalidDataException">It is none, or out of range.</exception>
    public static ulong Number(this YamlNode node, ulong least = 0, ulong most = ulong.MaxValue) =>
        ulong.TryParse(Digits(node), NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) && value >= least && value <= most
            ? value
            : throw node.Refuse(string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"));

    /// <summary>Reads a price or another number below 2^128.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static UInt128 LargeNumber(this YamlNode node) =>
        UInt128.TryParse(Digits(node), NumberStyles.None, CultureInfo.InvariantCulture, out UInt128 value)
            ? value
            : throw node.Refuse("a whole number below 2^128");

    /// <summary>Reads "true" or "false".</summary>
    /// <exception cref="InvalidDataException">It is neither.</exception>
    public static bool Flag(this YamlNode node) => node.Text() switch
    {
        "true" => true,
        "false" => false,
        _ => throw node.Refuse("true or false"),
    };

    /// <summary>Reads a field element, decimal or hexadecimal with 0x.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static Felt Felt(this YamlNode node) =>
        TryFelt(node.Text(), out Felt value) ? value : throw node.Refuse("a field element such as 0x1f or 31");

    /// <summary>Reads a name of up to 31 ASCII characters.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static string ShortText(this YamlNode node)
    {
        string text = node.Text();
        return text.Length <= GenesisBounds.MaxNameLength && Ascii.IsValid(text) && !text.Any(char.IsControl)
            ? text
            : throw node.Refuse($"1 to {GenesisBounds.MaxNameLength} ASCII characters");
    }

    /// <summary>Reads the name of something in the file, by which other places refer to it.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static string Identifier(this YamlNode node)
    {
        string text = node.Text();
        return text.Length <= GenesisBounds.MaxNameLength
            && char.IsAsciiLetterLower(text[0])
            && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or '_')
                ? text
                : throw node.Refuse(
                    $"a name of up to {GenesisBounds.MaxNameLength} lower-case letters, digits, - and _ that begins with a letter");
    }

    /// <summary>Reads an amount of a token: "12.5 SYMBOL", or "125 units" of its smallest unit.</summary>
    /// <exception cref="InvalidDataException">It is none, finer than the token's smallest unit, or 2^128 of those and more.</exception>
    public static UInt128 Amount(this YamlNode node, GenesisToken token)
    {
        string[] parts = node.Text().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int digits = parts.Length == 2 && parts[1] == token.Symbol ? token.Decimals : parts is [_, SmallestUnit] ? 0 : -1;
        return digits >= 0 && TryScale(parts[0].Replace("_", "", StringComparison.Ordinal), digits, out BigInteger value)
            && value <= UInt128.MaxValue
                ? (UInt128)value
                : throw node.Refuse(
                    $"an amount below 2^128 such as '1000 {token.Symbol}', of at most {token.Decimals} decimals, or '1000 {SmallestUnit}'");
    }

    /// <summary>Refuses a file with places that are still to be filled.</summary>
    /// <exception cref="InvalidDataException">There are some; the message names them all.</exception>
    public static void RequireFilled(YamlNode root)
    {
        YamlNode[] unfilled = [.. Texts(root).Where(text => text.Value.StartsWith(Unfilled, StringComparison.Ordinal))];
        if (unfilled.Length > 0)
        {
            string places = string.Join("; ", unfilled.Select(node =>
                string.Create(CultureInfo.InvariantCulture, $"{node.Place.Path} in line {node.Place.Line}: {node.Shown}")));
            throw new InvalidDataException($"{root.Place.File}: expected every place to be filled, still to be filled are {places}");
        }
    }

    /// <summary>Reads digits as a field element.</summary>
    public static bool TryFelt(string text, out Felt value)
    {
        value = default;
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return Fields.Felt.TryParse(text, out value);
        }

        bool isNumber = text.Length is > 0 and <= 77 && text.All(char.IsAsciiDigit);
        BigInteger number = isNumber ? BigInteger.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : BigInteger.MinusOne;
        if (number < 0 || number >= Fields.Felt.Modulus)
        {
            return false;
        }

        value = Fields.Felt.FromBigInteger(number);
        return true;
    }

    private static IEnumerable<YamlText> Texts(YamlNode node) => node switch
    {
        YamlText text => [text],
        YamlList list => list.Entries.SelectMany(Texts),
        YamlMap map => map.Members.Values.SelectMany(member => Texts(member.Value)),
        _ => [],
    };

    // Digits may stand in groups, as 1_000_000.
    private static string Digits(YamlNode node) => node.Text().Replace("_", "", StringComparison.Ordinal);

    private static bool TryScale(string text, int decimals, out BigInteger value)
    {
        value = default;
        string[] parts = text.Split('.');
        string fraction = parts.Length == 2 ? parts[1] : "";
        bool isNumber = parts.Length <= 2 && text.Length <= MaxDigits + 1 + decimals && parts[0].Length > 0
            && fraction.Length <= decimals && (parts.Length == 1 || fraction.Length > 0) && parts.All(part => part.All(char.IsAsciiDigit));
        if (isNumber)
        {
            value = BigInteger.Parse(parts[0] + fraction.PadRight(decimals, '0'), NumberStyles.None, CultureInfo.InvariantCulture);
        }

        return isNumber;
    }
}
