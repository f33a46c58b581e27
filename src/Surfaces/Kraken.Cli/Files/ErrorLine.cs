using System;
using System.Globalization;
using System.Text;

namespace Kraken.Cli.Files;

/// <summary>Errors on standard error. Their texts may hold what a file says, which must not fill or drive a terminal.</summary>
internal static class ErrorLine
{
    private const int MaxLength = 1000;

    /// <summary>Writes an error about a file.</summary>
    public static void Write(string path, object? error) => Write($"{path}: {error}");

    /// <summary>Prints a text to standard error as one line.</summary>
    public static void Write(string text) => Console.Error.WriteLine(Of(text));

    /// <summary>A text on one line, shortened, without what a terminal would obey.</summary>
    public static string Of(string text, int maxLength = MaxLength)
    {
        StringBuilder line = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isPlain = Rune.GetUnicodeCategory(rune)
                is not (UnicodeCategory.Control or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            string next = isPlain ? rune.ToString() : rune.Value is '\n' or '\r' or '\t' ? " " : $"\\u{{{rune.Value:x}}}";
            if (line.Length + next.Length > maxLength)
            {
                return line.Append(" ...").ToString();
            }

            line.Append(next);
        }

        return line.ToString();
    }
}
