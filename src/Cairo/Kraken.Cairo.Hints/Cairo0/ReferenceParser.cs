using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Cairo0;

/// <summary>
/// Parses references: "[cast(E, T*)]" is a variable of type T at E, "cast(E, T)" the value E. E has +, -, *, [..], registers, integers,
/// inner casts and, for structures, tuples. A type runs to the closing parenthesis of its cast.
/// </summary>
internal ref struct ReferenceParser
{
    private const int MaxDepth = 40;

    private readonly ReadOnlySpan<char> text;
    private int at;
    private int depth;

    private ReferenceParser(ReadOnlySpan<char> text)
    {
        this.text = text;
    }

    /// <summary>Parses; null if the text has another form.</summary>
    public static ReferenceText? TryParse(string text)
    {
        try
        {
            var parser = new ReferenceParser(text);
            ReferenceText reference = parser.Reference();
            parser.SkipSpace();
            return parser.at == text.Length ? reference : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private ReferenceText Reference()
    {
        bool isAddress = TryTake('[');
        (ReferenceExpression expression, string type) = Cast();
        if (isAddress)
        {
            Take(']');
            type = type.EndsWith('*') ? type[..^1] : throw new FormatException("a variable's address has a pointer type");
        }

        return new ReferenceText(expression, isAddress, type);
    }

    private (ReferenceExpression Expression, string Type) Cast()
    {
        TakeWord("cast");
        Take('(');
        ReferenceExpression expression = Sum();
        Take(',');
        SkipSpace();
        int start = at;
        for (int open = 0; at < text.Length && (open > 0 || text[at] != ')'); at++)
        {
            open += text[at] switch { '(' => 1, ')' => -1, _ => 0 };
        }

        string type = text[start..at].Trim().ToString();
        Take(')');
        return (expression, type);
    }

    private ReferenceExpression Sum()
    {
        if (++depth > MaxDepth)
        {
            throw new FormatException("too deep");
        }

        ReferenceExpression sum = Product();
        while (true)
        {
            if (TryTake('+'))
            {
                sum = new ReferenceExpression.Add(sum, Product());
            }
            else if (TryTake('-'))
            {
                sum = new ReferenceExpression.Subtract(sum, Product());
            }
            else
            {
                depth--;
                return sum;
            }
        }
    }

    private ReferenceExpression Product()
    {
        ReferenceExpression product = Atom();
        while (TryTake('*'))
        {
            product = new ReferenceExpression.Multiply(product, Atom());
        }

        return product;
    }

    private ReferenceExpression Atom()
    {
        SkipSpace();
        if (TryTake('['))
        {
            ReferenceExpression address = Sum();
            Take(']');
            return new ReferenceExpression.Dereference(address);
        }

        if (TryTake('('))
        {
            return Parenthesised();
        }

        if (text[at..].StartsWith("cast"))
        {
            return Cast().Expression;
        }

        if (text[at..].StartsWith("ap"))
        {
            at += 2;
            return new ReferenceExpression.Ap();
        }

        if (text[at..].StartsWith("fp"))
        {
            at += 2;
            return new ReferenceExpression.Fp();
        }

        return Number();
    }

    private ReferenceExpression Parenthesised()
    {
        var items = new List<ReferenceExpression>();
        do
        {
            items.Add(Sum());
        }
        while (TryTake(','));
        Take(')');
        return items.Count == 1 ? items[0] : new ReferenceExpression.Tuple(items);
    }

    private ReferenceExpression Number()
    {
        SkipSpace();
        int start = at;
        at += at < text.Length && text[at] == '-' ? 1 : 0;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return BigInteger.TryParse(text[start..at], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger value)
            ? new ReferenceExpression.Constant(Felt.FromBigInteger(value))
            : throw new FormatException("expected an integer");
    }

    private void SkipSpace()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
    }

    private bool TryTake(char c)
    {
        SkipSpace();
        if (at >= text.Length || text[at] != c)
        {
            return false;
        }

        at++;
        return true;
    }

    private void Take(char c)
    {
        if (!TryTake(c))
        {
            throw new FormatException($"expected '{c}'");
        }
    }

    private void TakeWord(string word)
    {
        SkipSpace();
        at += text[at..].StartsWith(word) ? word.Length : throw new FormatException($"expected '{word}'");
    }
}
