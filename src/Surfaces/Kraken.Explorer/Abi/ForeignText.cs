using System.Globalization;
using System.Linq;
using System.Text;

namespace Kraken.Explorer.Abi;

/// <summary>
/// Texts of whoever declared a class, sent a transaction or stored a proof, as they are shown: not longer than a page bears, and without
/// characters that order or hide others.
/// </summary>
internal static class ForeignText
{
    /// <summary>The characters shown of a name.</summary>
    public const int MaxName = 80;

    /// <summary>The characters shown of a sentence or value.</summary>
    public const int MaxText = 8192;

    private const string Cut = " ...";

    /// <summary>A text as it is shown.</summary>
    public static string Of(string? text, int max = MaxText)
    {
        if (text is null || (text.Length <= max && IsPlain(text)))
        {
            return text ?? "";
        }

        StringBuilder shown = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            string next = IsPlain(rune) ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            if (shown.Length + next.Length > max)
            {
                return shown.Append(Cut).ToString();
            }

            shown.Append(next);
        }

        return shown.ToString();
    }

    /// <summary>A name as it is shown.</summary>
    public static string Name(string? text) => Of(text, MaxName);

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
    private static bool IsPlain(Rune rune) => rune.Value is '\n' or '\t'
        || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
