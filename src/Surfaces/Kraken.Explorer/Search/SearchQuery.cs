using System;
using System.Globalization;
using System.Linq;
using Kraken.Fields;

namespace Kraken.Explorer.Search;

/// <summary>What somebody searches for, read as tolerantly as it can be without guessing.</summary>
/// <param name="Number">A block's number; null when the text is none.</param>
/// <param name="Felt">A hash or address; null when the text is none.</param>
internal sealed record SearchQuery(ulong? Number, Felt? Felt)
{
    private const int MaxText = 200;
    private const int BareDigits = 16;

    /// <summary>
    /// Reads the text: a number, with "#" before it or not; or hexadecimal digits, after "0x" or "0X" and zeros
    /// or, when there are many, alone.
    /// </summary>
    public static SearchQuery Parse(string? text)
    {
        string trimmed = (text ?? "").Trim();
        if (trimmed.Length is 0 or > MaxText)
        {
            return new(null, null);
        }

        ulong? number = ulong.TryParse(trimmed.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out ulong parsed)
            ? parsed
            : null;
        string digits = trimmed.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? trimmed[2..]
            : trimmed.Length >= BareDigits ? trimmed
            : "";
        bool isHexadecimal = digits.Length > 0 && digits.All(char.IsAsciiHexDigit);
        return new(number, isHexadecimal && Fields.Felt.TryParse($"0x{digits}", out Felt felt) ? felt : null);
    }
}
