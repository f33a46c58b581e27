using System;
using System.Globalization;

namespace Kraken.Serialization;

/// <summary>Whole numbers as people and addresses write them: decimal digits and nothing else.</summary>
public static class WholeNumber
{
    /// <summary>The number that a text is; null where it is none, or 2^64 and above.</summary>
    public static ulong? Read(ReadOnlySpan<char> text) =>
        IsDigits(text) && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : null;

    // The framework's parsers pass over zero characters at the end.
    private static bool IsDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
