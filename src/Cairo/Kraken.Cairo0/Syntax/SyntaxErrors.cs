using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo0.Diagnostics;

namespace Kraken.Cairo0.Syntax;

/// <summary>The message about a token that does not fit, with at most ten of those that would.</summary>
internal static class SyntaxErrors
{
    private const int MostNamed = 10;
    private const string Register = "register";
    private const string AnyExpression = "expression";
    private const string AnyOperator = "operator";

    private static readonly string[] ExpressionStarts =
        ["AMPERSAND", "CAST", "HEXINT", "IDENTIFIER", "INT", "LPAR", "LSQB", "NONDET", "NEW", "SHORT_STRING", Register];

    private static readonly string[] Operators = ["PLUS", "MINUS", "STAR", "SLASH", "_DBL_STAR"];

    public static CairoException Unexpected(SourceFile source, Token token, IEnumerable<TokenKind> expected)
    {
        var isEnd = token.Kind == TokenKind.End;
        var text = source.Text[token.Start..token.End];
        var found = isEnd
            ? "Unexpected end of input"
            : $"Unexpected token Token('{TokenNames.Found(token.Kind)}', {PythonText.Quote(text)})";
        var names = Texts(expected);
        var more = names.Count > MostNamed;
        var list = string.Join(", ", names.Take(MostNamed));
        var message = names.Count > 1 ? $"{found}. Expected one of: {list}{(more ? ", ..." : ".")}" : $"{found}. Expected: {list}.";

        var lineLength = token.Line <= source.Lines.Length ? SourceLines.Length(source.Lines[token.Line - 1]) : 0;
        var end = Math.Min(token.Column + SourceLines.Length(text), lineLength + 1);
        return new CairoException(message, new Location(source, token.Line, token.Column, token.Line, end));
    }

    /// <summary>Groups of tokens get one name; comments and line breaks are left out.</summary>
    private static List<string> Texts(IEnumerable<TokenKind> expected)
    {
        var kinds = expected.ToDictionary(TokenNames.Found, TokenNames.Expected);
        Merge(kinds, ["FP", "AP"], ["FP", "AP"], Register);
        if (kinds.ContainsKey("INT"))
        {
            kinds.Remove("MINUS");
        }

        Merge(kinds, ["CAST", "LPAR", "LSQB", "IDENTIFIER", "INT", "AMPERSAND", Register], ExpressionStarts, AnyExpression);
        Merge(kinds, Operators, Operators, AnyOperator);
        if (kinds.ContainsKey("STAR") && !kinds.ContainsKey("PLUS"))
        {
            kinds.Remove("_DBL_STAR");
        }

        kinds.Remove("COMMENT");
        kinds.Remove("_NEWLINE");
        return [.. kinds.Values.Order(StringComparer.Ordinal)];
    }

    private static void Merge(Dictionary<string, string> kinds, string[] needed, string[] removed, string name)
    {
        if (!needed.All(kinds.ContainsKey))
        {
            return;
        }

        foreach (var kind in removed)
        {
            kinds.Remove(kind);
        }

        kinds.Add(name, name);
    }
}
