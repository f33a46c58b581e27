using System;
using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Expressions;

/// <summary>Rebuilds an expression from the leaves up; a pass says what becomes of the nodes that it cares for.</summary>
internal abstract class ExpressionTransform
{
    /// <summary>What becomes of an expression.</summary>
    public Expression Apply(Expression expression) => expression switch
    {
        ConstantExpression e => Constant(e),
        IdentifierExpression e => Identifier(e),
        RegisterExpression e => Register(e),
        OperatorExpression e => Operator(e),
        DerefExpression e => Deref(e),
        CastExpression e => Cast(e),
        ParenthesesExpression e => Parentheses(e),
        NegationExpression e => Negation(e),
        PowerExpression e => Power(e),
        CallExpression e => Call(e),
        HintExpression e => Hint(e),
        NewExpression e => New(e),
        FutureLabelExpression e => FutureLabel(e),
        TupleExpression e => e with { Members = Arguments(e.Members), Location = Place(e.Location) },
        SubscriptExpression e => e with { Operand = Apply(e.Operand), Offset = Apply(e.Offset), Location = Place(e.Location) },
        DotExpression e => e with
        {
            Operand = Apply(e.Operand),
            Member = e.Member with { Location = Place(e.Member.Location) },
            Location = Place(e.Location),
        },
        AddressOfExpression e => e with { Operand = Apply(e.Operand), Location = Place(e.Location) },
        _ => throw new ArgumentException($"No expression: {expression.GetType().Name}.", nameof(expression)),
    };

    protected virtual Expression Constant(ConstantExpression e) => e with { Location = Place(e.Location) };

    protected virtual Expression Identifier(IdentifierExpression e) => e with { Location = Place(e.Location) };

    protected virtual Expression Register(RegisterExpression e) => e with { Location = Place(e.Location) };

    protected virtual Expression Operator(OperatorExpression e) =>
        e with { Left = Apply(e.Left), Right = Apply(e.Right), Location = Place(e.Location) };

    protected virtual Expression Deref(DerefExpression e) => e with { Address = Apply(e.Address), Location = Place(e.Location) };

    protected virtual Expression Cast(CastExpression e) => e with { Operand = Apply(e.Operand), Location = Place(e.Location) };

    protected virtual Expression Parentheses(ParenthesesExpression e) => e with { Inner = Apply(e.Inner), Location = Place(e.Location) };

    protected virtual Expression Negation(NegationExpression e) => e with { Operand = Apply(e.Operand), Location = Place(e.Location) };

    protected virtual Expression Power(PowerExpression e) =>
        e with { Base = Apply(e.Base), Exponent = Apply(e.Exponent), Location = Place(e.Location) };

    protected virtual Expression Hint(HintExpression e) => e with { Location = Place(e.Location) };

    protected virtual Expression New(NewExpression e) => e with { Operand = Apply(e.Operand), Location = Place(e.Location) };

    protected virtual Expression FutureLabel(FutureLabelExpression e) =>
        Apply(e.Name) is IdentifierExpression name ? e with { Name = name, Location = Place(e.Location) } : e;

    protected virtual Expression Call(CallExpression e) => e with
    {
        Call = e.Call with
        {
            Function = Apply(e.Call.Function) as IdentifierExpression ?? e.Call.Function,
            Arguments = Arguments(e.Call.Arguments),
            ImplicitArguments = e.Call.ImplicitArguments is { } given ? Arguments(given) : null,
            Location = Place(e.Call.Location),
        },
        Location = Place(e.Location),
    };

    /// <summary>The list with its values transformed.</summary>
    protected ArgumentList Arguments(ArgumentList list) => list with
    {
        Items = list.Items.Select(i => i with { Value = Apply(i.Value), Location = Place(i.Location) }).ToNodeList(),
        Location = Place(list.Location),
    };

    /// <summary>The place of a node that stays.</summary>
    protected virtual Location? Place(Location? location) => location;
}
