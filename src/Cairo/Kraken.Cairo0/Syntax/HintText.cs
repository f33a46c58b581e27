using System;
using System.Linq;
using Kraken.Cairo0.Diagnostics;

namespace Kraken.Cairo0.Syntax;

/// <summary>The code within <c>%{</c> and <c>%}</c>: without empty lines before it, white space behind it and shared indentation.</summary>
internal static class HintText
{
    public static HintExpression Read(string token, Location location)
    {
        var code = token.AsSpan(2, token.Length - 4);
        var prefixNewlines = 0;
        while (EmptyLineLength(code) is var length and > 0)
        {
            code = code[length..];
            prefixNewlines++;
        }

        var lines = TrimEnd(code).ToString().Split('\n');
        var indentation = lines.Where(line => line.Length > 0)
            .Select(line => line.Length - line.TrimStart(' ').Length).DefaultIfEmpty().Min();
        var text = string.Join('\n', lines.Select(line => line.Length < indentation ? "" : line[indentation..]));
        return new HintExpression(text, prefixNewlines) { Location = location };
    }

    private static int EmptyLineLength(ReadOnlySpan<char> code)
    {
        var length = 0;
        while (length < code.Length && code[length] is ' ' or '\t')
        {
            length++;
        }

        return length < code.Length && code[length] == '\n' ? length + 1 : 0;
    }

    /// <summary>White space of Unicode, to which the genuine compiler counts the four separators of ASCII.</summary>
    private static ReadOnlySpan<char> TrimEnd(ReadOnlySpan<char> code)
    {
        while (code.Length > 0 && (char.IsWhiteSpace(code[^1]) || code[^1] is >= '\x1c' and <= '\x1f'))
        {
            code = code[..^1];
        }

        return code;
    }
}
