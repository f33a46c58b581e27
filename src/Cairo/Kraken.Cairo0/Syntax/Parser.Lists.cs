using System;
using System.Collections.Generic;
using Kraken.Cairo0.Diagnostics;

namespace Kraken.Cairo0.Syntax;

/// <content>Lists in brackets, and types.</content>
internal sealed partial class Parser
{
    private static readonly TokenKind[] TypeStarts =
        [TokenKind.Felt, TokenKind.CodeOffset, TokenKind.LeftParenthesis, TokenKind.Identifier];

    private ArgumentList Arguments(TokenKind close)
    {
        var first = cursor.Current;
        var (items, notes, hasComma) = Separated(close, ExpressionStarts, ParseArgument);
        return new ArgumentList(items, hasComma) { Notes = notes, Location = cursor.FromIfAny(first) };
    }

    private Argument ParseArgument()
    {
        var first = cursor.Current;
        var value = ParseExpression();
        if (value is IdentifierExpression name && !name.Name.Contains('.', StringComparison.Ordinal) && cursor.Take(TokenKind.Equal))
        {
            return new Argument(name, ParseExpression()) { Location = cursor.From(first) };
        }

        return new Argument(null, value) { Location = cursor.From(first) };
    }

    /// <summary>
    /// Items up to <paramref name="close"/>, which is left. Line breaks separate items like commas do; that a comma is missing, or one too
    /// many, is an error of its own, found when the rest of the file follows the grammar.
    /// </summary>
    private (NodeList<T> Items, NodeList<Notes> Notes, bool HasTrailingComma) Separated<T>(
        TokenKind close, TokenKind[] starts, Func<T> readItem)
        where T : SyntaxNode
    {
        var items = new List<T>();
        var notes = new List<Notes>();
        var current = ReadNotes();
        var afterItem = false;
        bool? sawComma = null;
        (string Message, Location? Place)? error = null;
        while (!cursor.At(close))
        {
            if (cursor.At(TokenKind.Comma))
            {
                var comma = cursor.Advance();
                error ??= sawComma == false ? null : ("Unexpected comma.", cursor.Place(comma));
                sawComma = true;
                afterItem = false;
            }
            else if (AtNote())
            {
                current += ReadNotes();
                afterItem = false;
            }
            else if (!afterItem && cursor.AtAny(starts))
            {
                var item = readItem();
                error ??= sawComma == false ? ("Expected a comma before this expression.", item.Location) : null;
                items.Add(item);
                notes.Add(current);
                current = Notes.None;
                sawComma = false;
                afterItem = true;
            }
            else
            {
                throw cursor.Unexpected();
            }
        }

        if (error is { } found)
        {
            cursor.Defer(found.Message, found.Place);
        }

        notes.Add(current);
        return (items.ToNodeList(), notes.ToNodeList(), sawComma ?? false);
    }

    /// <summary>The names up to a closing bracket, which is left to the caller.</summary>
    private IdentifierList Identifiers(TokenKind close)
    {
        var first = cursor.Current;
        var identifiers = new List<TypedIdentifier>();
        ReadNotes();
        while (!cursor.At(close))
        {
            identifiers.Add(ParseTypedIdentifier());
            ReadNotes();
            if (!cursor.Take(TokenKind.Comma))
            {
                break;
            }

            ReadNotes();
        }

        return new IdentifierList(identifiers.ToNodeList()) { Location = cursor.FromIfAny(first) };
    }

    private TypedIdentifier ParseTypedIdentifier()
    {
        var first = cursor.Current;
        var modifier = cursor.Take(TokenKind.Local) ? new Modifier("local") { Location = cursor.From(first) } : null;
        var name = Name();
        var type = cursor.Take(TokenKind.Colon) ? ParseType() : null;
        return new TypedIdentifier(name, type) { Modifier = modifier, Location = cursor.From(first) };
    }

    private AliasedIdentifier ParseAliasedIdentifier()
    {
        var first = cursor.Current;
        var name = Name();
        var local = cursor.Take(TokenKind.As) ? Name() : null;
        return new AliasedIdentifier(name, local) { Location = cursor.From(first) };
    }

    private CairoType ParseType()
    {
        var first = cursor.Current;
        return Pointers(first, BaseType());
    }

    private CairoType BaseType()
    {
        if (!cursor.AtAny(TypeStarts))
        {
            throw cursor.Unexpected();
        }

        var first = cursor.Current;
        switch (first.Kind)
        {
            case TokenKind.Felt:
                cursor.Advance();
                return new FeltType { Location = cursor.From(first) };
            case TokenKind.CodeOffset:
                cursor.Advance();
                return new CodeOffsetType { Location = cursor.From(first) };
            case TokenKind.Identifier:
                var name = Identifier();
                return new NamedType(name.ScopedName) { Location = name.Location };
            default:
                return ParseTupleType();
        }
    }

    private TupleType ParseTupleType()
    {
        Descend();
        var first = cursor.Expect(TokenKind.LeftParenthesis);
        var (members, notes, _) = Separated(TokenKind.RightParenthesis, TypeStarts, ParseTupleMember);
        cursor.Expect(TokenKind.RightParenthesis);
        depth--;
        return new TupleType(members) { Notes = notes, Location = cursor.From(first) };
    }

    private TupleMember ParseTupleMember()
    {
        var first = cursor.Current;
        var type = BaseType();
        if (type is not NamedType named || !cursor.Take(TokenKind.Colon))
        {
            return new TupleMember(null, Pointers(first, type)) { Location = cursor.From(first) };
        }

        var member = ParseType();
        if (named.Name.Length > 1)
        {
            cursor.Defer("Unexpected '.' in name.", named.Location);
        }

        return new TupleMember(named.Name.Text, member) { Location = cursor.From(first) };
    }

    private CairoType Pointers(Token first, CairoType type)
    {
        while (cursor.AtAny([TokenKind.Star, TokenKind.DoubleStar]))
        {
            var star = cursor.Advance();
            var place = cursor.From(first);
            if (star.Kind == TokenKind.DoubleStar)
            {
                type = new PointerType(type) { Location = place with { EndColumn = place.EndColumn - 1 } };
            }

            type = new PointerType(type) { Location = place };
        }

        return type;
    }
}
