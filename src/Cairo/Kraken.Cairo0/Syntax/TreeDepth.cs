using System.Collections.Generic;
using Kraken.Cairo0.Diagnostics;

namespace Kraken.Cairo0.Syntax;

/// <summary>Bounds the depth of trees, so that every walk over them may recurse; chains of operators are deep, too.</summary>
internal static class TreeDepth
{
    /// <exception cref="CairoException">The tree is deeper than <see cref="CompilerLimits.TreeDepth"/>.</exception>
    public static void Check(SyntaxNode root)
    {
        var open = new Stack<(SyntaxNode Node, int Depth, Location? Around)>();
        open.Push((root, 0, null));
        while (open.TryPop(out var item))
        {
            var place = item.Node.Location ?? item.Around;
            if (item.Depth > CompilerLimits.TreeDepth)
            {
                throw Exceeded(place);
            }

            foreach (var child in item.Node.Children)
            {
                open.Push((child, item.Depth + 1, place));
            }
        }
    }

    public static CairoException Exceeded(Location? place) => new("The program is nested too deeply here.", place);
}
