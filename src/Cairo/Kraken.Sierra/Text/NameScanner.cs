using System;
using System.Text;

namespace Kraken.Sierra.Text;

/// <summary>A cursor over the text form: skips blanks and comments, and reads names with balanced brackets.</summary>
internal sealed class NameScanner(string text)
{
    private readonly StringBuilder name = new();

    public int Position { get; set; }

    public bool AtEnd
    {
        get
        {
            SkipBlanks();
            return Position >= text.Length;
        }
    }

    public void SkipBlanks()
    {
        while (Position < text.Length)
        {
            if (char.IsWhiteSpace(text[Position]))
            {
                Position++;
            }
            else if (IsComment())
            {
                Position = CommentEnd();
            }
            else
            {
                return;
            }
        }
    }

    public bool TryTake(string token)
    {
        SkipBlanks();
        if (string.CompareOrdinal(text, Position, token, 0, token.Length) != 0)
        {
            return false;
        }

        Position += token.Length;
        return true;
    }

    public bool Looks(string token)
    {
        SkipBlanks();
        return string.CompareOrdinal(text, Position, token, 0, token.Length) == 0;
    }

    public void Take(string token)
    {
        if (!TryTake(token))
        {
            throw Error($"'{token}'");
        }
    }

    /// <summary>
    /// Reads a name up to a delimiter outside of brackets, without comments and with the canonical blanks: one after ',' and ';' within
    /// brackets.
    /// </summary>
    public string ReadName()
    {
        SkipBlanks();
        name.Clear();
        int start = Position;
        int depth = 0;
        for (; Position < text.Length; Position++)
        {
            char c = text[Position];
            if (char.IsWhiteSpace(c))
            {
                continue;
            }

            if (IsComment())
            {
                Position = CommentEnd() - 1;
                continue;
            }

            if (depth == 0 && EndsName(c, Position == start))
            {
                break;
            }

            depth += Depth(c);
            DropBlankBeforeClose(c);
            name.Append(c);
            if (c is ',' or ';')
            {
                name.Append(' ');
            }
        }

        return name.Length == 0 || depth != 0 ? throw Error("a name") : name.ToString();
    }

    public ulong ReadNumber()
    {
        SkipBlanks();
        int start = Position;
        while (Position < text.Length && char.IsAsciiDigit(text[Position]))
        {
            Position++;
        }

        return ulong.TryParse(text.AsSpan(start, Position - start), out ulong value) ? value : throw Error("a number");
    }

    public SierraException Error(string expected)
    {
        string got = Position < text.Length ? text.Substring(Position, Math.Min(24, text.Length - Position)) : "end of text";
        return new SierraException(SierraErrorKind.MalformedText, "text form", Position, expected, got);
    }

    private bool IsComment() => text[Position] == '/' && Position + 1 < text.Length && text[Position + 1] == '/';

    private int CommentEnd()
    {
        int end = text.IndexOf('\n', Position);
        return end < 0 ? text.Length : end + 1;
    }

    private static int Depth(char c) => c switch
    {
        '<' or '(' or '[' or '{' => 1,
        '>' or ')' or ']' or '}' => -1,
        _ => 0,
    };

    private bool EndsName(char c, bool first) => c switch
    {
        '(' => !first,
        '@' => !first && !IsPrefix("user") && !IsPrefix("ut") && !IsPrefix("lib"),
        ')' or '>' or ',' or ';' or '=' => true,
        ':' => !PartOfPath(),
        '[' => OpensFlags(),
        _ => false,
    };

    // A type's flags, however they are spaced; any other bracket is part of the name.
    private bool OpensFlags()
    {
        int bracket = Position;
        Position++;
        bool opens = Looks("storable");
        Position = bracket;
        return opens;
    }

    private bool IsPrefix(string prefix) => name.Length == prefix.Length && name.ToString() == prefix;

    private bool PartOfPath() => (Position + 1 < text.Length && text[Position + 1] == ':') || (Position > 0 && text[Position - 1] == ':');

    private void DropBlankBeforeClose(char c)
    {
        if ((c is ')' or '>' or ']') && name.Length > 1 && name[^1] == ' ')
        {
            name.Length--;
        }
    }
}
