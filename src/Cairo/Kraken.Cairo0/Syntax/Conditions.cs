using System.Collections.Generic;

namespace Kraken.Cairo0.Syntax;

/// <summary>What an <c>if</c> decides by: equalities, joined by <c>and</c>.</summary>
internal abstract record Condition : SyntaxNode;

/// <summary><c>a == b</c> or <c>a != b</c>.</summary>
internal sealed record EqualityCondition(Expression Left, Expression Right, bool IsEqual) : Condition
{
    /// <summary>Behind the operator.</summary>
    public Notes Notes { get; init; } = Notes.None;

    public override IEnumerable<SyntaxNode> Children => [Left, Right];
}

/// <summary><c>a and b</c>: chains lean to the left.</summary>
internal sealed record AndCondition(Condition Left, EqualityCondition Right) : Condition
{
    /// <summary>Behind the operator.</summary>
    public Notes Notes { get; init; } = Notes.None;

    public override IEnumerable<SyntaxNode> Children => [Left, Right];
}
