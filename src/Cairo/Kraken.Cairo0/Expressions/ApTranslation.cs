using Kraken.Cairo0.Flow;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Expressions;

/// <summary>Carries an expression along as ap moves: ap becomes ap less the cells it moved.</summary>
internal sealed class ApTranslation : ExpressionTransform
{
    private readonly ApChange change;
    private bool lost;

    private ApTranslation(ApChange change) => this.change = change;

    /// <summary>The same value behind a change, or null if the expression needs ap and the change is unknown.</summary>
    public static Expression? TryTranslate(Expression expression, ApChange change)
    {
        ApTranslation translation = new(change);
        Expression result = translation.Apply(expression);
        return translation.lost ? null : result;
    }

    /// <inheritdoc/>
    protected override Expression Register(RegisterExpression e)
    {
        if (e.Register == Syntax.Register.Fp)
        {
            return e;
        }

        lost |= !change.IsKnown;
        return new OperatorExpression(e, BinaryOperator.Subtract, new ConstantExpression(change.Cells) { Location = e.Location })
        {
            Location = e.Location,
        };
    }
}
