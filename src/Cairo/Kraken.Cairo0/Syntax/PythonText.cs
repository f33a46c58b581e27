using System;
using System.Globalization;
using System.Text;

namespace Kraken.Cairo0.Syntax;

/// <summary>Texts in quotes as the genuine compiler's language prints them; its messages contain such.</summary>
internal static class PythonText
{
    public static string Quote(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var quoted = new StringBuilder().Append(quote);
        foreach (var rune in text.EnumerateRunes())
        {
            quoted.Append(rune.Value switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\\' => "\\\\",
                var c when c == quote => "\\" + quote,
                _ when IsPrintable(rune) => rune.ToString(),
                var c and < 0x100 => "\\x" + c.ToString("x2", CultureInfo.InvariantCulture),
                var c and < 0x10000 => "\\u" + c.ToString("x4", CultureInfo.InvariantCulture),
                var c => "\\U" + c.ToString("x8", CultureInfo.InvariantCulture),
            });
        }

        return quoted.Append(quote).ToString();
    }

    private static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
