using System;
using System.Collections.Generic;
using Kraken.Cairo0.Diagnostics;

namespace Kraken.Cairo0.Syntax;

/// <summary>Reads tokens one by one; spaces and tabs separate them.</summary>
/// <param name="source">Its text ends with a line break.</param>
internal sealed class Lexer(SourceFile source)
{
    private readonly string text = source.Text;
    private int position;
    private int line = 1;
    private int column = 1;

    /// <summary>The token at the current position. The end has the place of the token before it, as messages show it.</summary>
    /// <exception cref="CairoException">No token begins with the next character.</exception>
    public Token Next(Token previous)
    {
        while (position < text.Length && text[position] is ' ' or '\t')
        {
            position++;
            column++;
        }

        if (position == text.Length)
        {
            return previous with { Kind = TokenKind.End, Start = position, End = position };
        }

        var (kind, length) = Match();
        var token = new Token(kind, position, position + length, line, column, 0, 0);
        Advance(length);
        return token with { EndLine = line, EndColumn = column };
    }

    private (TokenKind Kind, int Length) Match()
    {
        var rest = text.AsSpan(position);
        var first = rest[0];
        if (IsWordStart(first))
        {
            var length = RunLength(rest, c => IsWordStart(c) || char.IsAsciiDigit(c));
            var word = rest[..length].ToString();
            return (TokenNames.Keywords.GetValueOrDefault(word, TokenKind.Identifier), length);
        }

        if (char.IsAsciiDigit(first))
        {
            var digits = rest.StartsWith("0x") ? RunLength(rest[2..], char.IsAsciiHexDigit) : 0;
            return digits > 0 ? (TokenKind.HexInteger, digits + 2) : (TokenKind.Integer, RunLength(rest, char.IsAsciiDigit));
        }

        var found = first switch
        {
            '\n' => (TokenKind.Newline, 1),
            '/' when rest.StartsWith("//") => (TokenKind.Comment, LineLength(rest)),
            '"' => Quoted(rest, TokenKind.String),
            '\'' => Quoted(rest, TokenKind.ShortString),
            '%' when rest.StartsWith("%{") && rest[2..].IndexOf("%}") is var end and >= 0 => (TokenKind.Hint, end + 4),
            _ => default,
        };
        return found.Item2 > 0 ? found : Symbol(rest);
    }

    private (TokenKind Kind, int Length) Symbol(ReadOnlySpan<char> rest)
    {
        foreach (var (spelling, kind, _) in TokenNames.Symbols)
        {
            if (rest.StartsWith(spelling, StringComparison.Ordinal))
            {
                return (kind, spelling.Length);
            }
        }

        var character = rest.Length > 1 && char.IsSurrogatePair(rest[0], rest[1]) ? rest[..2].ToString() : rest[..1].ToString();
        throw new CairoException(
            $"Unexpected character \"{character}\".",
            new Location(source, line, column, line, column + 1));
    }

    private static (TokenKind Kind, int Length) Quoted(ReadOnlySpan<char> rest, TokenKind kind)
    {
        var close = rest[1..LineLength(rest)].IndexOf(rest[0]);
        return close < 0 ? default : (kind, close + 2);
    }

    private static int LineLength(ReadOnlySpan<char> rest) => rest.IndexOf('\n') is var end and >= 0 ? end : rest.Length;

    private static int RunLength(ReadOnlySpan<char> rest, Func<char, bool> belongs)
    {
        var length = 0;
        while (length < rest.Length && belongs(rest[length]))
        {
            length++;
        }

        return length;
    }

    private static bool IsWordStart(char c) => char.IsAsciiLetter(c) || c == '_';

    private void Advance(int length)
    {
        for (var end = position + length; position < end; position++)
        {
            if (text[position] == '\n')
            {
                line++;
                column = 1;
            }
            else if (!char.IsLowSurrogate(text[position]))
            {
                column++;
            }
        }
    }
}
