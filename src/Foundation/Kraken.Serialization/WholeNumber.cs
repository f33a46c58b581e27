using System;
using System.Globalization;

namespace Kraken.Serialization;

/// <summary>Whole numbers as people and addresses write them: decimal digits and nothing else.</summary>
public static class WholeNumber
{
    /// <summary>The number that a text is; null where it is none, or 2^64 and above.</summary>
    public static ulong? Read(ReadOnlySpan<char> text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) ? number : null;
}
