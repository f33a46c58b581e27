using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Expressions;

/// <summary>Adds to every place in an expression the place where the expression is used.</summary>
internal sealed class AddedParent : ExpressionTransform
{
    private readonly Location parent;
    private readonly string message;

    private AddedParent(Location parent, string message)
    {
        this.parent = parent;
        this.message = message;
    }

    /// <summary>The expression with its places; unchanged if the place of use is unknown.</summary>
    public static Expression To(Expression expression, Location? parent, string message) =>
        parent is null ? expression : new AddedParent(parent, message).Apply(expression);

    /// <inheritdoc/>
    protected override Location? Place(Location? location) => location is null ? parent : location.WithParent(parent, message);
}
