using System;
using System.Globalization;
using System.Text;

namespace Kraken.Serialization;

/// <summary>
/// Words of somebody else, such as a file, a peer or a node, as they enter logs, errors, terminals and status pages: not longer than a line
/// bears, and without characters that end a line, steer a terminal or order others.
/// </summary>
public static class ForeignText
{
    private const string Cut = " ...";

    /// <summary>A text on one line; what is left out at its end is told by three dots.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">The most characters that are kept.</param>
    public static string Line(string text, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        StringBuilder line = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            string next = IsPlain(rune) ? rune.ToString()
                : rune.Value is '\n' or '\r' or '\t' ? " "
                : string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            if (line.Length + next.Length > maxLength)
            {
                return line.Append(Cut).ToString();
            }

            line.Append(next);
        }

        return line.ToString();
    }

    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned);
}
