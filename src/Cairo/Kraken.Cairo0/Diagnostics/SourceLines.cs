using System.Collections.Immutable;

namespace Kraken.Cairo0.Diagnostics;

/// <summary>Lines and columns of a text: columns count code points, not UTF-16 units.</summary>
internal static class SourceLines
{
    public static ImmutableArray<string> Split(string text)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!EndsLine(text[i]))
            {
                continue;
            }

            lines.Add(text[start..i]);
            start = i + 1;
        }

        if (start < text.Length)
        {
            lines.Add(text[start..]);
        }

        return lines.ToImmutable();
    }

    /// <summary>The number of code points of <paramref name="text"/>.</summary>
    public static int Length(string text)
    {
        var length = text.Length;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
            {
                length--;
            }
        }

        return length;
    }

    /// <summary>LF, vertical tab, form feed, the four separators of ASCII but one, next line, and the two separators of Unicode.</summary>
    private static bool EndsLine(char c) => c is '\n' or '\v' or '\f' or '\x1c' or '\x1d' or '\x1e' or '\x85' or '\u2028' or '\u2029';
}
