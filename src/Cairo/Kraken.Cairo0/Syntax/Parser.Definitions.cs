using System.Collections.Generic;

namespace Kraken.Cairo0.Syntax;

/// <content>Elements with blocks, and imports.</content>
internal sealed partial class Parser
{
    private static readonly TokenKind[] MemberStarts = [TokenKind.Local, TokenKind.Identifier];

    private DefinitionElement Definition()
    {
        var decorators = new List<IdentifierExpression>();
        while (cursor.Take(TokenKind.At))
        {
            decorators.Add(Name());
            SkipNewlines();
        }

        var none = new IdentifierList([]);
        if (cursor.Take(TokenKind.Struct))
        {
            var name = Name();
            return new(DefinitionKind.Struct, name, none, null, null, Braced(Member), decorators.ToNodeList());
        }

        if (cursor.Take(TokenKind.Namespace))
        {
            var name = Name();
            return new(DefinitionKind.Namespace, name, none, null, null, BracedBlock(), decorators.ToNodeList());
        }

        cursor.Expect(TokenKind.Func);
        return Function(decorators.ToNodeList());
    }

    private DefinitionElement Function(NodeList<IdentifierExpression> decorators)
    {
        var name = Name();
        IdentifierList? hidden = null;
        if (cursor.Take(TokenKind.LeftBrace))
        {
            hidden = Identifiers(TokenKind.RightBrace);
            cursor.Expect(TokenKind.RightBrace);
        }

        cursor.Expect(TokenKind.LeftParenthesis);
        var arguments = Identifiers(TokenKind.RightParenthesis);
        cursor.Expect(TokenKind.RightParenthesis);
        SkipNewlines();
        CairoType? returns = null;
        if (cursor.Take(TokenKind.Arrow))
        {
            SkipNewlines();
            returns = ParseType();
        }

        return new(DefinitionKind.Function, name, arguments, hidden, returns, BracedBlock(), decorators);
    }

    private MemberElement? Member()
    {
        if (!cursor.AtAny(MemberStarts))
        {
            return null;
        }

        var member = ParseTypedIdentifier();
        cursor.Expect(TokenKind.Comma);
        return new MemberElement(member);
    }

    private IfElement If()
    {
        var keyword = cursor.Expect(TokenKind.If);
        var place = cursor.Place(keyword);
        cursor.Expect(TokenKind.LeftParenthesis);
        var condition = ParseCondition();
        cursor.Expect(TokenKind.RightParenthesis);
        var then = BracedBlock();
        var otherwise = cursor.Take(TokenKind.Else) ? BracedBlock() : null;
        return new IfElement(condition, then, otherwise) { Location = place };
    }

    private Condition ParseCondition()
    {
        var first = cursor.Current;
        Condition condition = Equality();
        while (cursor.Take(TokenKind.And))
        {
            var notes = ReadNotes();
            var right = Equality();
            condition = new AndCondition(condition, right) { Notes = notes, Location = cursor.From(first) };
        }

        return condition;
    }

    private EqualityCondition Equality()
    {
        var first = cursor.Current;
        var left = ParseExpression();
        var isEqual = cursor.Take(TokenKind.DoubleEqual);
        if (!isEqual)
        {
            cursor.Expect(TokenKind.NotEqual);
        }

        var notes = ReadNotes();
        var right = ParseExpression();
        return new EqualityCondition(left, right, isEqual) { Notes = notes, Location = cursor.From(first) };
    }

    private WithElement With()
    {
        cursor.Expect(TokenKind.With);
        var names = new List<AliasedIdentifier> { ParseAliasedIdentifier() };
        while (cursor.Take(TokenKind.Comma))
        {
            names.Add(ParseAliasedIdentifier());
        }

        return new WithElement(names.ToNodeList(), BracedBlock());
    }

    private WithAttributeElement WithAttribute()
    {
        cursor.Expect(TokenKind.WithAttribute);
        var name = Name();
        var parts = new List<string>();
        if (cursor.Take(TokenKind.LeftParenthesis))
        {
            ReadNotes();
            while (cursor.At(TokenKind.String))
            {
                parts.Add(cursor.Text(cursor.Advance()));
                ReadNotes();
            }

            cursor.Expect(TokenKind.RightParenthesis);
        }

        return new WithAttributeElement(name, parts.ToNodeList(), BracedBlock());
    }

    private ImportElement Import()
    {
        var first = cursor.Expect(TokenKind.From);
        var path = Identifier();
        cursor.Expect(TokenKind.Import);
        var items = cursor.Take(TokenKind.LeftParenthesis) ? ImportsInParentheses() : ImportsOnLine();
        return new ImportElement(path, items.ToNodeList()) { Location = cursor.From(first) };
    }

    private List<AliasedIdentifier> ImportsOnLine()
    {
        var items = new List<AliasedIdentifier> { ParseAliasedIdentifier() };
        while (cursor.Take(TokenKind.Comma))
        {
            items.Add(ParseAliasedIdentifier());
        }

        return items;
    }

    private List<AliasedIdentifier> ImportsInParentheses()
    {
        var items = new List<AliasedIdentifier>();
        ReadNotes();
        do
        {
            items.Add(ParseAliasedIdentifier());
            ReadNotes();
            if (!cursor.Take(TokenKind.Comma))
            {
                break;
            }

            ReadNotes();
        }
        while (!cursor.At(TokenKind.RightParenthesis));

        cursor.Expect(TokenKind.RightParenthesis);
        return items;
    }
}
