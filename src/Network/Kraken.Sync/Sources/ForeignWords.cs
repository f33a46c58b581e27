using System.Globalization;
using System.Text;

namespace Kraken.Sync.Sources;

/// <summary>
/// Words of a source as they enter logs, errors and status pages: not longer than a line bears, and without characters that end a line,
/// steer a terminal or order others.
/// </summary>
internal static class ForeignWords
{
    /// <summary>The most characters of one text.</summary>
    internal const int MaxCharacters = 500;

    private const string Cut = " ...";

    /// <summary>A text as it is told.</summary>
    internal static string Of(string text)
    {
        StringBuilder told = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            string next = IsPlain(rune) ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            if (told.Length + next.Length > MaxCharacters)
            {
                return told.Append(Cut).ToString();
            }

            told.Append(next);
        }

        return told.ToString();
    }

    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned);
}
