using System.Globalization;
using System.Linq;
using System.Numerics;

namespace Kraken.Cairo0.Syntax;

/// <content>Expressions, from the operators that bind least to the atoms.</content>
internal sealed partial class Parser
{
    private static readonly TokenKind[] AtomStarts =
    [
        TokenKind.Integer, TokenKind.HexInteger, TokenKind.ShortString, TokenKind.Nondet, TokenKind.Ap, TokenKind.Fp, TokenKind.Identifier,
        TokenKind.LeftBracket, TokenKind.Cast, TokenKind.LeftParenthesis,
    ];

    private static readonly TokenKind[] ExpressionStarts = [.. AtomStarts, TokenKind.Ampersand, TokenKind.Minus, TokenKind.New];

    private Expression ParseExpression()
    {
        var first = cursor.Current;
        return Sum(first, Product(first, Unary()));
    }

    /// <summary>Goes on behind an atom that is already read.</summary>
    private Expression ParseExpression(Token first, Expression atom) => Sum(first, Product(first, Power(first, Postfix(first, atom))));

    private Expression Sum(Token first, Expression left)
    {
        while (cursor.AtAny([TokenKind.Plus, TokenKind.Minus]))
        {
            var operation = cursor.Advance().Kind == TokenKind.Plus ? BinaryOperator.Add : BinaryOperator.Subtract;
            var notes = ReadNotes();
            var second = cursor.Current;
            var right = Product(second, Unary());
            left = new OperatorExpression(left, operation, right) { Notes = notes, Location = cursor.From(first) };
        }

        return left;
    }

    private Expression Product(Token first, Expression left)
    {
        while (cursor.AtAny([TokenKind.Star, TokenKind.Slash]))
        {
            var operation = cursor.Advance().Kind == TokenKind.Star ? BinaryOperator.Multiply : BinaryOperator.Divide;
            var notes = ReadNotes();
            left = new OperatorExpression(left, operation, Unary()) { Notes = notes, Location = cursor.From(first) };
        }

        return left;
    }

    private Expression Unary()
    {
        Descend();
        var first = cursor.Current;
        Expression result;
        if (cursor.Take(TokenKind.Ampersand))
        {
            result = new AddressOfExpression(Unary()) { Location = cursor.From(first) };
        }
        else if (cursor.Take(TokenKind.Minus))
        {
            result = new NegationExpression(Unary()) { Location = cursor.From(first) };
        }
        else if (cursor.Take(TokenKind.New))
        {
            result = new NewExpression(Unary()) { Location = cursor.From(first) };
        }
        else
        {
            result = Power(first, Postfix(first, Atom()));
        }

        depth--;
        return result;
    }

    private Expression Power(Token first, Expression @base)
    {
        if (!cursor.Take(TokenKind.DoubleStar))
        {
            return @base;
        }

        Descend();
        var notes = ReadNotes();
        var second = cursor.Current;
        var exponent = Power(second, Postfix(second, Atom()));
        depth--;
        return new PowerExpression(@base, exponent) { Notes = notes, Location = cursor.From(first) };
    }

    private Expression Postfix(Token first, Expression atom)
    {
        while (true)
        {
            if (cursor.Take(TokenKind.LeftBracket))
            {
                var before = ReadNotes();
                var offset = ParseExpression();
                var notes = before + ReadNotes();
                cursor.Expect(TokenKind.RightBracket);
                atom = new SubscriptExpression(atom, offset) { Notes = notes, Location = cursor.From(first) };
            }
            else if (cursor.Take(TokenKind.Dot))
            {
                var member = Name();
                atom = new DotExpression(atom, member) { Location = cursor.From(first) };
            }
            else
            {
                return atom;
            }
        }
    }

    private Expression Atom()
    {
        // An exponent is an atom: signs and new begin an expression, but not one there.
        if (!cursor.AtAny(AtomStarts))
        {
            throw cursor.Unexpected();
        }

        var first = cursor.Current;
        switch (first.Kind)
        {
            case TokenKind.Integer:
            case TokenKind.HexInteger:
                return Number(cursor.Advance());
            case TokenKind.ShortString:
                return ShortString(cursor.Advance());
            case TokenKind.Nondet:
                cursor.Advance();
                var hint = cursor.Text(cursor.Expect(TokenKind.Hint));
                return HintText.Read(hint, cursor.From(first));
            case TokenKind.Ap:
            case TokenKind.Fp:
                cursor.Advance();
                return new RegisterExpression(first.Kind == TokenKind.Ap ? Register.Ap : Register.Fp) { Location = cursor.From(first) };
            case TokenKind.Identifier:
                return NameOrCall();
            case TokenKind.LeftBracket:
                return Deref();
            case TokenKind.Cast:
                return Cast();
            default:
                return TupleOrParentheses();
        }
    }

    private ConstantExpression Number(Token token)
    {
        var text = cursor.Text(token);
        var place = cursor.Place(token);
        if (text.Length > CompilerLimits.Digits)
        {
            cursor.Defer($"A number must have at most {CompilerLimits.Digits} digits.", place);
            return new ConstantExpression(0) { Location = place };
        }

        // The leading zero keeps a first digit of 8 and above from meaning a sign.
        var value = token.Kind == TokenKind.Integer
            ? BigInteger.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : BigInteger.Parse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return new ConstantExpression(value) { Format = text, Location = place };
    }

    private ConstantExpression ShortString(Token token)
    {
        var quoted = cursor.Text(token);
        var text = quoted[1..^1];
        var place = cursor.Place(token);
        if (Diagnostics.SourceLines.Length(text) > CompilerLimits.ShortString)
        {
            cursor.Defer($"Short string (e.g., 'abc') length must be at most {CompilerLimits.ShortString}.", place);
            return new ConstantExpression(0) { Format = quoted, Location = place };
        }

        if (!text.All(char.IsAscii))
        {
            cursor.Defer($"Expected an ascii string. Found: {PythonText.Quote(text)}.", place);
        }

        return new ConstantExpression(ShortStringText.Value(text)) { Format = quoted, Location = place };
    }

    private DerefExpression Deref()
    {
        var first = cursor.Expect(TokenKind.LeftBracket);
        var before = ReadNotes();
        var address = ParseExpression();
        var notes = before + ReadNotes();
        cursor.Expect(TokenKind.RightBracket);
        return new DerefExpression(address) { Notes = notes, Location = cursor.From(first) };
    }

    private CastExpression Cast()
    {
        var first = cursor.Expect(TokenKind.Cast);
        cursor.Expect(TokenKind.LeftParenthesis);
        var notes = ReadNotes();
        var operand = ParseExpression();
        cursor.Expect(TokenKind.Comma);
        notes += ReadNotes();
        var type = ParseType();
        cursor.Take(TokenKind.Comma);
        notes += ReadNotes();
        cursor.Expect(TokenKind.RightParenthesis);
        return new CastExpression(operand, type) { Notes = notes, Location = cursor.From(first) };
    }

    private Expression TupleOrParentheses()
    {
        var first = cursor.Expect(TokenKind.LeftParenthesis);
        var list = Arguments(TokenKind.RightParenthesis);
        cursor.Expect(TokenKind.RightParenthesis);
        return list is { HasTrailingComma: false, Items: [{ Name: null } item] }
            ? new ParenthesesExpression(item.Value) { Notes = list.Notes[0], Location = list.Location }
            : new TupleExpression(list) { Location = cursor.From(first) };
    }

    private Expression NameOrCall()
    {
        var identifier = Identifier();
        return cursor.AtAny([TokenKind.LeftBrace, TokenKind.LeftParenthesis]) ? CallOf(identifier) : identifier;
    }

    private CallExpression CallOf(IdentifierExpression function)
    {
        ArgumentList? hidden = null;
        if (cursor.Take(TokenKind.LeftBrace))
        {
            hidden = Arguments(TokenKind.RightBrace);
            cursor.Expect(TokenKind.RightBrace);
        }

        cursor.Expect(TokenKind.LeftParenthesis);
        var arguments = Arguments(TokenKind.RightParenthesis);
        cursor.Expect(TokenKind.RightParenthesis);
        var place = function.Location! with { EndLine = cursor.Last.EndLine, EndColumn = cursor.Last.EndColumn };
        return new CallExpression(new FunctionCall(function, arguments, hidden) { Location = place }) { Location = place };
    }
}
