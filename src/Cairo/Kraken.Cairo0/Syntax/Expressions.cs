using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace Kraken.Cairo0.Syntax;

/// <summary>An expression; <see cref="SyntaxText"/> writes it.</summary>
internal abstract record Expression : SyntaxNode;

/// <summary>A number or a short string.</summary>
/// <param name="Value">As written, not reduced.</param>
internal sealed record ConstantExpression(BigInteger Value) : Expression
{
    /// <summary>How the absolute value was written, such as in hex; null prints it in decimal. No part of equality.</summary>
    public string? Format { get; init; }

    public override IEnumerable<SyntaxNode> Children => [];

    public bool Equals(ConstantExpression? other) => other is not null && Value == other.Value;

    public override int GetHashCode() => Value.GetHashCode();
}

/// <summary><c>nondet %{ … %}</c>, and the hint of a hint statement.</summary>
/// <param name="Code">Dedented and trimmed.</param>
/// <param name="PrefixNewlines">How many line breaks stood before the first line of the code.</param>
internal sealed record HintExpression(string Code, int PrefixNewlines) : Expression
{
    public override IEnumerable<SyntaxNode> Children => [];
}

/// <summary>A name, with dots or without.</summary>
internal sealed record IdentifierExpression(string Name) : Expression
{
    public ScopedName ScopedName => ScopedName.Parse(Name);

    public override IEnumerable<SyntaxNode> Children => [];
}

internal enum Register
{
    Ap,
    Fp,
}

/// <summary><c>ap</c> or <c>fp</c>.</summary>
internal sealed record RegisterExpression(Register Register) : Expression
{
    public override IEnumerable<SyntaxNode> Children => [];
}

internal enum BinaryOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// <summary>A sum, difference, product or quotient.</summary>
internal sealed record OperatorExpression(Expression Left, BinaryOperator Operator, Expression Right) : Expression
{
    /// <summary>Between the operator and its right side.</summary>
    public Notes Notes { get; init; } = Notes.None;

    public override IEnumerable<SyntaxNode> Children => [Left, Right];
}

/// <summary><c>a ** b</c>.</summary>
internal sealed record PowerExpression(Expression Base, Expression Exponent) : Expression
{
    /// <summary>Between the operator and the exponent.</summary>
    public Notes Notes { get; init; } = Notes.None;

    public override IEnumerable<SyntaxNode> Children => [Base, Exponent];
}

/// <summary><c>&amp;x</c>.</summary>
internal sealed record AddressOfExpression(Expression Operand) : Expression
{
    public override IEnumerable<SyntaxNode> Children => [Operand];
}

/// <summary><c>-x</c>.</summary>
internal sealed record NegationExpression(Expression Operand) : Expression
{
    public override IEnumerable<SyntaxNode> Children => [Operand];
}

/// <summary><c>new x</c>: a pointer to a constant copy in the code that follows the call.</summary>
/// <param name="Operand">What is copied.</param>
/// <param name="IsTyped">Whether the value has the type of a pointer to the operand's type, or that of a felt.</param>
internal sealed record NewExpression(Expression Operand, bool IsTyped = true) : Expression
{
    public override IEnumerable<SyntaxNode> Children => [Operand];
}

/// <summary><c>(x)</c>; the place lies within the parentheses.</summary>
internal sealed record ParenthesesExpression(Expression Inner) : Expression
{
    /// <summary>Behind the opening parenthesis.</summary>
    public Notes Notes { get; init; } = Notes.None;

    public override IEnumerable<SyntaxNode> Children => [Inner];
}

/// <summary><c>[x]</c>.</summary>
internal sealed record DerefExpression(Expression Address) : Expression
{
    /// <summary>Those behind the opening bracket and before the closing one.</summary>
    public Notes Notes { get; init; } = Notes.None;

    public override IEnumerable<SyntaxNode> Children => [Address];
}

/// <summary><c>x[offset]</c>.</summary>
internal sealed record SubscriptExpression(Expression Operand, Expression Offset) : Expression
{
    /// <summary>Those behind the opening bracket and before the closing one.</summary>
    public Notes Notes { get; init; } = Notes.None;

    public override IEnumerable<SyntaxNode> Children => [Operand, Offset];
}

/// <summary><c>x.member</c> where x is not a name.</summary>
internal sealed record DotExpression(Expression Operand, IdentifierExpression Member) : Expression
{
    public override IEnumerable<SyntaxNode> Children => [Operand, Member];
}

/// <summary>What a cast is for; it decides which ones are allowed.</summary>
internal enum CastKind
{
    /// <summary>Made by the compiler for references; nothing is checked.</summary>
    Forced,

    /// <summary>Written in the source.</summary>
    Explicit,

    /// <summary>In <c>let (x: T) = f()</c>.</summary>
    Unpacking,

    /// <summary>In <c>tempvar x: T = 5</c>.</summary>
    Assignment,
}

/// <summary><c>cast(x, T)</c>.</summary>
internal sealed record CastExpression(Expression Operand, CairoType Type, CastKind Kind = CastKind.Explicit) : Expression
{
    public Notes Notes { get; init; } = Notes.None;

    public override IEnumerable<SyntaxNode> Children => [Operand, Type];
}

/// <summary><c>(a, b=c)</c>, of any number of members.</summary>
internal sealed record TupleExpression(ArgumentList Members) : Expression
{
    public override IEnumerable<SyntaxNode> Children => [Members];
}

/// <summary>A label whose pc is not known yet; no source contains it.</summary>
/// <param name="Name">Full name of the label.</param>
/// <param name="IsTyped">Whether its type is codeoffset, or felt.</param>
internal sealed record FutureLabelExpression(IdentifierExpression Name, bool IsTyped) : Expression
{
    public override IEnumerable<SyntaxNode> Children => [Name];
}

/// <summary>A call within an expression, or a constructor of a struct.</summary>
internal sealed record CallExpression(FunctionCall Call) : Expression
{
    public override IEnumerable<SyntaxNode> Children => [Call];
}

/// <summary><c>x</c> or <c>name=x</c> in a list.</summary>
internal sealed record Argument(IdentifierExpression? Name, Expression Value) : SyntaxNode
{
    public override IEnumerable<SyntaxNode> Children => Present(Name, Value);
}

/// <summary>The arguments of a call, or the members of a tuple. Lists that are laid out differently are not equal.</summary>
/// <param name="Items">In order.</param>
/// <param name="HasTrailingComma">Whether a comma follows the last item.</param>
internal sealed record ArgumentList(NodeList<Argument> Items, bool HasTrailingComma) : SyntaxNode
{
    /// <summary>One before each item and one at the end.</summary>
    public NodeList<Notes> Notes { get; init; } = Enumerable.Repeat(Syntax.Notes.None, Items.Count + 1).ToNodeList();

    public override IEnumerable<SyntaxNode> Children => Items;

    public bool Equals(ArgumentList? other) => other is not null && HasTrailingComma == other.HasTrailingComma
        && Items.Equals(other.Items) && Notes.Zip(other.Notes).All(pair => pair.First.SaysAs(pair.Second));

    public override int GetHashCode() => Items.GetHashCode();
}
