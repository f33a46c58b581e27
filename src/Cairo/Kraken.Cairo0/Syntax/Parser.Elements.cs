using System;
using System.Collections.Generic;

namespace Kraken.Cairo0.Syntax;

/// <content>Statements.</content>
internal sealed partial class Parser
{
    private static readonly TokenKind[] DefinitionStarts = [TokenKind.At, TokenKind.Func, TokenKind.Struct, TokenKind.Namespace];

    private static readonly TokenKind[] StatementStarts =
    [
        TokenKind.Const, TokenKind.Let, TokenKind.Local, TokenKind.TempVar, TokenKind.Assert, TokenKind.StaticAssert, TokenKind.Return,
        TokenKind.If, TokenKind.Using, TokenKind.WithAttribute, TokenKind.With, TokenKind.Hint, TokenKind.BuiltinsDirective,
        TokenKind.LangDirective, TokenKind.From, TokenKind.AllocLocals,
    ];

    /// <summary>Null where the line is empty but for a comment.</summary>
    private CodeElement? Element()
    {
        if (cursor.AtAny(DefinitionStarts))
        {
            return Definition();
        }

        if (cursor.AtAny(InstructionStarts))
        {
            return KeywordInstruction();
        }

        if (cursor.AtAny(StatementStarts))
        {
            return Statement();
        }

        return cursor.AtAny(ExpressionStarts) ? ExpressionElement() : null;
    }

    private CodeElement Statement() => cursor.Current.Kind switch
    {
        TokenKind.Const => Const(),
        TokenKind.Let => Let(),
        TokenKind.Local => Local(),
        TokenKind.TempVar => TempVar(),
        TokenKind.Assert => Assert(),
        TokenKind.StaticAssert => StaticAssert(),
        TokenKind.Return => ReturnValues(),
        TokenKind.If => If(),
        TokenKind.Using => Using(),
        TokenKind.WithAttribute => WithAttribute(),
        TokenKind.With => With(),
        TokenKind.Hint => Hint(),
        TokenKind.BuiltinsDirective => Builtins(),
        TokenKind.LangDirective => Lang(),
        TokenKind.From => Import(),
        _ => AllocLocals(),
    };

    /// <summary>What begins with an expression: an instruction, a call or a label.</summary>
    private CodeElement ExpressionElement()
    {
        var first = cursor.Current;
        Expression left;
        if (first.Kind is TokenKind.Ampersand or TokenKind.Minus or TokenKind.New)
        {
            left = ParseExpression();
        }
        else
        {
            var atom = Atom();
            if (first.Kind == TokenKind.Ap && cursor.At(TokenKind.PlusEqual))
            {
                return AddAp(first);
            }

            if (atom is IdentifierExpression label && cursor.Take(TokenKind.Colon))
            {
                return Label(label);
            }

            left = ParseExpression(first, atom);
        }

        if (left is CallExpression call && cursor.Take(TokenKind.Semicolon))
        {
            return new CallElement(call.Call);
        }

        cursor.Expect(TokenKind.Equal);
        var right = ParseExpression();
        return Finish(first, new AssertEqualInstruction(left, right) { Location = cursor.From(first) });
    }

    private LabelElement Label(IdentifierExpression name)
    {
        if (name.Name.Contains('.', StringComparison.Ordinal))
        {
            cursor.Defer("Unexpected '.' in label name.", name.Location);
        }

        return new LabelElement(name);
    }

    private ConstElement Const()
    {
        cursor.Expect(TokenKind.Const);
        var name = Name();
        cursor.Expect(TokenKind.Equal);
        var value = ParseExpression();
        cursor.Expect(TokenKind.Semicolon);
        return new ConstElement(name, value);
    }

    private CodeElement Let()
    {
        cursor.Expect(TokenKind.Let);
        if (cursor.Take(TokenKind.LeftParenthesis))
        {
            var names = Identifiers(TokenKind.RightParenthesis);
            cursor.Expect(TokenKind.RightParenthesis);
            return new UnpackElement(names, LetValue());
        }

        var name = ParseTypedIdentifier();
        return LetValue() switch
        {
            CallRvalue call => new ReturnValueElement(name, call),
            var value => new ReferenceElement(name, ((ExpressionRvalue)value).Value),
        };
    }

    private Rvalue LetValue()
    {
        cursor.Expect(TokenKind.Equal);
        Rvalue value;
        if (cursor.At(TokenKind.Call))
        {
            var call = Call();
            value = new InstructionRvalue(call) { Location = call.Location };
        }
        else
        {
            var expression = ParseExpression();
            value = expression is CallExpression call ? call.Call : new ExpressionRvalue(expression) { Location = expression.Location };
        }

        cursor.Expect(TokenKind.Semicolon);
        return value;
    }

    private LocalElement Local()
    {
        var first = cursor.Expect(TokenKind.Local);
        var (name, value) = Variable();
        return new LocalElement(name, value) { Location = cursor.From(first) };
    }

    private TempVarElement TempVar()
    {
        var first = cursor.Expect(TokenKind.TempVar);
        var (name, value) = Variable();
        return new TempVarElement(name, value) { Location = cursor.From(first) };
    }

    private (TypedIdentifier Name, Expression? Value) Variable()
    {
        var name = ParseTypedIdentifier();
        var value = cursor.Take(TokenKind.Equal) ? ParseExpression() : null;
        cursor.Expect(TokenKind.Semicolon);
        return (name, value);
    }

    private AssertEqualElement Assert()
    {
        var first = cursor.Expect(TokenKind.Assert);
        var (left, right) = Sides(TokenKind.Equal);
        return new AssertEqualElement(left, right) { Location = cursor.From(first) };
    }

    private StaticAssertElement StaticAssert()
    {
        var first = cursor.Expect(TokenKind.StaticAssert);
        var (left, right) = Sides(TokenKind.DoubleEqual);
        return new StaticAssertElement(left, right) { Location = cursor.From(first) };
    }

    private (Expression Left, Expression Right) Sides(TokenKind between)
    {
        var left = ParseExpression();
        cursor.Expect(between);
        var right = ParseExpression();
        cursor.Expect(TokenKind.Semicolon);
        return (left, right);
    }

    private CodeElement ReturnValues()
    {
        var first = cursor.Expect(TokenKind.Return);
        var value = ParseExpression();
        cursor.Expect(TokenKind.Semicolon);
        return value is CallExpression call
            ? new TailCallElement(call.Call) { Location = cursor.From(first) }
            : new ReturnElement(value) { Location = cursor.From(first) };
    }

    private TypeAliasElement Using()
    {
        var first = cursor.Expect(TokenKind.Using);
        var name = Name();
        cursor.Expect(TokenKind.Equal);
        var type = ParseType();
        cursor.Expect(TokenKind.Semicolon);
        return new TypeAliasElement(name, type) { Location = cursor.From(first) };
    }

    private HintElement Hint()
    {
        var token = cursor.Expect(TokenKind.Hint);
        var place = cursor.Place(token);
        return new HintElement(HintText.Read(cursor.Text(token), place)) { Location = place };
    }

    private AllocLocalsElement AllocLocals()
    {
        var first = cursor.Expect(TokenKind.AllocLocals);
        cursor.Expect(TokenKind.Semicolon);
        return new AllocLocalsElement { Location = cursor.From(first) };
    }

    private BuiltinsDirective Builtins()
    {
        var first = cursor.Expect(TokenKind.BuiltinsDirective);
        var names = new List<string> { Identifier().Name };
        while (cursor.At(TokenKind.Identifier))
        {
            names.Add(Identifier().Name);
        }

        return new BuiltinsDirective(names.ToNodeList()) { Location = cursor.From(first) };
    }

    private LangDirective Lang()
    {
        var first = cursor.Expect(TokenKind.LangDirective);
        var name = Identifier().Name;
        return new LangDirective(name) { Location = cursor.From(first) };
    }
}
