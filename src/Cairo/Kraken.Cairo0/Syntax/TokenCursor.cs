using System;
using System.Collections.Generic;
using Kraken.Cairo0.Diagnostics;

namespace Kraken.Cairo0.Syntax;

/// <summary>
/// The token that comes next, and the kinds that the parser has asked for since the last one. The parser asks for a kind exactly where the
/// grammar allows it, so in an error these are the tokens that could have stood there.
/// </summary>
internal sealed class TokenCursor
{
    private readonly SourceFile source;
    private readonly Lexer lexer;
    private readonly HashSet<TokenKind> asked = [];
    private CairoException? deferred;

    public TokenCursor(SourceFile source)
    {
        this.source = source;
        lexer = new Lexer(source);
        Current = lexer.Next(new Token(TokenKind.End, 0, 0, 1, 1, 1, 1));
    }

    public Token Current { get; private set; }

    /// <summary>The token that was taken last.</summary>
    public Token Last { get; private set; }

    public bool At(TokenKind kind)
    {
        asked.Add(kind);
        return Current.Kind == kind;
    }

    /// <summary>Asks for each of the kinds.</summary>
    public bool AtAny(ReadOnlySpan<TokenKind> kinds)
    {
        foreach (var kind in kinds)
        {
            asked.Add(kind);
        }

        return kinds.Contains(Current.Kind);
    }

    /// <summary>Goes on if the next token is of the kind.</summary>
    public bool Take(TokenKind kind)
    {
        var isNext = At(kind);
        if (isNext)
        {
            Advance();
        }

        return isNext;
    }

    /// <summary>Goes on behind a token of the kind, which must come next.</summary>
    public Token Expect(TokenKind kind) => At(kind) ? Advance() : throw Unexpected();

    public Token Advance()
    {
        asked.Clear();
        Last = Current;
        Current = lexer.Next(Last);
        return Last;
    }

    public string Text(Token token) => source.Text[token.Start..token.End];

    public Location Place(Token token) => new(source, token.Line, token.Column, token.EndLine, token.EndColumn);

    /// <summary>From the start of <paramref name="first"/> to the end of the last token that was taken.</summary>
    public Location From(Token first) => new(source, first.Line, first.Column, Last.EndLine, Last.EndColumn);

    /// <summary>Like <see cref="From"/>; null if no token was taken since <paramref name="first"/> was the current one.</summary>
    public Location? FromIfAny(Token first) => first.Start == Current.Start ? null : From(first);

    /// <summary>An error that counts only if the whole file follows the grammar; the first one does.</summary>
    public void Defer(string message, Location? place) => deferred ??= new CairoException(message, place);

    public void ThrowDeferred()
    {
        if (deferred is not null)
        {
            throw deferred;
        }
    }

    public CairoException Unexpected() => SyntaxErrors.Unexpected(source, Current, asked);
}
