using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Cairo0.Syntax;

/// <summary>
/// How tokens are spelled, and the names that the messages of the genuine compiler give them: those of its parser library for the token
/// that was found, and for those that were expected their spelling or, where the compiler has no text for one, again the library's name.
/// </summary>
internal static class TokenNames
{
    /// <summary>Words that are no identifiers.</summary>
    public static readonly FrozenDictionary<string, TokenKind> Keywords = new Dictionary<string, TokenKind>
    {
        ["abs"] = TokenKind.Abs,
        ["alloc_locals"] = TokenKind.AllocLocals,
        ["and"] = TokenKind.And,
        ["ap"] = TokenKind.Ap,
        ["as"] = TokenKind.As,
        ["assert"] = TokenKind.Assert,
        ["call"] = TokenKind.Call,
        ["cast"] = TokenKind.Cast,
        ["codeoffset"] = TokenKind.CodeOffset,
        ["const"] = TokenKind.Const,
        ["dw"] = TokenKind.DataWord,
        ["else"] = TokenKind.Else,
        ["felt"] = TokenKind.Felt,
        ["fp"] = TokenKind.Fp,
        ["from"] = TokenKind.From,
        ["func"] = TokenKind.Func,
        ["if"] = TokenKind.If,
        ["import"] = TokenKind.Import,
        ["jmp"] = TokenKind.Jump,
        ["let"] = TokenKind.Let,
        ["local"] = TokenKind.Local,
        ["namespace"] = TokenKind.Namespace,
        ["new"] = TokenKind.New,
        ["nondet"] = TokenKind.Nondet,
        ["rel"] = TokenKind.Rel,
        ["ret"] = TokenKind.Ret,
        ["return"] = TokenKind.Return,
        ["static_assert"] = TokenKind.StaticAssert,
        ["struct"] = TokenKind.Struct,
        ["tempvar"] = TokenKind.TempVar,
        ["using"] = TokenKind.Using,
        ["with"] = TokenKind.With,
        ["with_attr"] = TokenKind.WithAttribute,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Symbols, longer ones first where one begins another.</summary>
    public static readonly (string Spelling, TokenKind Kind, string Name)[] Symbols =
    [
        ("%builtins", TokenKind.BuiltinsDirective, "BUILTINS"),
        ("%lang", TokenKind.LangDirective, "LANG"),
        ("++", TokenKind.DoublePlus, "_DBL_PLUS"),
        ("+=", TokenKind.PlusEqual, "__ANON_0"),
        ("==", TokenKind.DoubleEqual, "_DBL_EQ"),
        ("**", TokenKind.DoubleStar, "_DBL_STAR"),
        ("!=", TokenKind.NotEqual, "_NEQ"),
        ("->", TokenKind.Arrow, "_ARROW"),
        ("@", TokenKind.At, "_AT"),
        (",", TokenKind.Comma, "COMMA"),
        (".", TokenKind.Dot, "DOT"),
        (":", TokenKind.Colon, "COLON"),
        (";", TokenKind.Semicolon, "SEMICOLON"),
        ("+", TokenKind.Plus, "PLUS"),
        ("-", TokenKind.Minus, "MINUS"),
        ("*", TokenKind.Star, "STAR"),
        ("/", TokenKind.Slash, "SLASH"),
        ("&", TokenKind.Ampersand, "AMPERSAND"),
        ("=", TokenKind.Equal, "EQUAL"),
        ("(", TokenKind.LeftParenthesis, "LPAR"),
        (")", TokenKind.RightParenthesis, "RPAR"),
        ("{", TokenKind.LeftBrace, "LBRACE"),
        ("}", TokenKind.RightBrace, "RBRACE"),
        ("[", TokenKind.LeftBracket, "LSQB"),
        ("]", TokenKind.RightBracket, "RSQB"),
    ];

    private static readonly FrozenDictionary<TokenKind, string> Names = Symbols.Select(symbol => (symbol.Kind, symbol.Name))
        .Concat(Keywords.Select(word => (word.Value, word.Key.ToUpperInvariant())))
        .Concat([
            (TokenKind.End, "$END"),
            (TokenKind.Newline, "_NEWLINE"),
            (TokenKind.Comment, "COMMENT"),
            (TokenKind.Identifier, "IDENTIFIER"),
            (TokenKind.Integer, "INT"),
            (TokenKind.HexInteger, "HEXINT"),
            (TokenKind.ShortString, "SHORT_STRING"),
            (TokenKind.String, "STRING"),
            (TokenKind.Hint, "HINT"),
        ]).ToFrozenDictionary(pair => pair.Item1, pair => pair.Item2);

    private static readonly FrozenDictionary<TokenKind, string> ExpectedTexts = Symbols.Select(symbol => (symbol.Kind, symbol.Spelling))
        .Concat(Keywords.Select(word => (word.Value, word.Key)))
        .Where(pair => pair.Item1 is not (TokenKind.PlusEqual or TokenKind.Abs or TokenKind.Else or TokenKind.Import or TokenKind.Rel
            or TokenKind.Using or TokenKind.Ap or TokenKind.Fp or TokenKind.Nondet))
        .Select(pair => (pair.Item1, "\"" + pair.Item2 + "\""))
        .Concat([
            (TokenKind.End, "end of input"),
            (TokenKind.Identifier, "identifier"),
            (TokenKind.Integer, "integer"),
            (TokenKind.HexInteger, "integer"),
            (TokenKind.ShortString, "short string"),
            (TokenKind.Hint, "hint"),
        ]).ToFrozenDictionary(pair => pair.Item1, pair => pair.Item2);

    /// <summary>The library's name, for the token that does not fit.</summary>
    public static string Found(TokenKind kind) => Names[kind];

    /// <summary>The spelling in quotes, or a word such as <c>integer</c>, for a token that would have fitted.</summary>
    public static string Expected(TokenKind kind) => ExpectedTexts.GetValueOrDefault(kind, Names[kind]);
}
