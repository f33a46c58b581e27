using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Expressions;

/// <summary>Refuses expressions that references, put into one another, have made too large: n references can make 2^n nodes.</summary>
internal static class ExpressionSize
{
    /// <summary>Refuses an expression above the limits.</summary>
    /// <exception cref="CairoException">It is too large or too deep.</exception>
    public static void Check(Expression expression, Location? location)
    {
        var nodes = 0;
        if (!Fits(expression, 0, ref nodes))
        {
            throw new CairoException(
                $"The expression is deeper than {CompilerLimits.ExpressionDepth} or has more than {CompilerLimits.ExpressionNodes} nodes.",
                location);
        }
    }

    private static bool Fits(SyntaxNode node, int depth, ref int nodes)
    {
        if (++nodes > CompilerLimits.ExpressionNodes || depth > CompilerLimits.ExpressionDepth)
        {
            return false;
        }

        foreach (var child in node.Children)
        {
            if (!Fits(child, depth + 1, ref nodes))
            {
                return false;
            }
        }

        return true;
    }
}
