using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Expressions;

/// <summary>What may not stand in the value of a reference, which costs no instruction.</summary>
internal sealed class ReferenceRules : ExpressionTransform
{
    private static readonly ReferenceRules Rules = new();

    /// <summary>Refuses a value.</summary>
    /// <exception cref="CairoException">It has a hint, new, or a call of a function in it.</exception>
    public static void Check(Expression value) => Rules.Apply(value);

    /// <inheritdoc/>
    protected override Expression Hint(HintExpression e) =>
        throw new CairoException("The use of hints in reference expressions is not allowed.", e.Location);

    /// <inheritdoc/>
    protected override Expression New(NewExpression e) =>
        throw new CairoException("The use of 'new' in reference expressions is not allowed.", e.Location);

    /// <inheritdoc/>
    protected override Expression Call(CallExpression e) =>
        throw new CairoException("Function calls are not allowed inside reference expressions.", e.Location);
}
