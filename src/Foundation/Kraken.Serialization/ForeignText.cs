using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Kraken.Serialization;

/// <summary>
/// Words of somebody else, such as a file, a peer, a node or whoever declared a class, as they enter logs, errors, terminals and pages: not
/// longer than these bear, and without characters that steer a terminal, or that order or hide others.
/// </summary>
public static class ForeignText
{
    /// <summary>What stands at the end of a text for what was left out.</summary>
    public const string Cut = " ...";

    /// <summary>The most characters that are kept of a name.</summary>
    public const int MaxName = 80;

    /// <summary>The most characters that are kept of a sentence or value.</summary>
    public const int MaxText = 8192;

    /// <summary>A text on one line; what is left out at its end is told by three dots.</summary>
    /// <param name="maxLength">The most characters that are kept.</param>
    public static string Line(string text, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Kept(text, maxLength, isOneLine: true);
    }

    /// <summary>A text whose lines and tabs stay; what is left out at its end is told by three dots.</summary>
    /// <param name="text">The text; null for none.</param>
    /// <param name="maxLength">The most characters that are kept.</param>
    public static string Of(string? text, int maxLength = MaxText) => Kept(text ?? "", maxLength, isOneLine: false);

    /// <summary>A value as an error shows it: <see cref="MaxName"/> characters of it, on one line.</summary>
    public static string Short(string text) => Line(text, MaxName);

    /// <summary>A name, <see cref="MaxName"/> characters of it.</summary>
    public static string Name(string? text) => Of(text, MaxName);

    private static string Kept(string text, int maxLength, bool isOneLine)
    {
        if (text.Length <= maxLength && IsPlain(text))
        {
            return text;
        }

        StringBuilder kept = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            string next = IsPlain(rune) ? rune.ToString()
                : rune.Value is '\n' or '\r' or '\t' && isOneLine ? " "
                : rune.Value is '\n' or '\t' ? rune.ToString()
                : string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            if (kept.Length + next.Length > maxLength)
            {
                return kept.Append(Cut).ToString();
            }

            kept.Append(next);
        }

        return kept.ToString();
    }

    private static bool IsPlain(string text)
    {
        // Whether a surrogate has its other half is seen when the text is put together anew.
        if (text.Any(char.IsSurrogate))
        {
            return false;
        }

        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!IsPlain(rune))
            {
                return false;
            }
        }

        return true;
    }

    // Control and format characters hold the marks of direction; half a surrogate pair reads as the replacement character.
    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned);
}
