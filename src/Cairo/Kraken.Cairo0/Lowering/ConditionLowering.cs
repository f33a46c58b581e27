using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Lowering;

/// <summary>Makes <c>if (a and b) { … }</c> into an <c>if (b)</c> within an <c>if (a)</c>.</summary>
internal sealed class ConditionLowering : ElementRewriter
{
    /// <exception cref="CairoException">A branch on several conditions has an else.</exception>
    protected override CodeElement Rewrite(IfElement element)
    {
        var then = Rewrite(element.Then);
        if (element.Condition is EqualityCondition)
        {
            return element with { Then = then, Else = element.Else is null ? null : Rewrite(element.Else) };
        }

        if (element.Else is not null)
        {
            throw new CairoException("Else blocks are not supported with boolean logic expressions yet.", element.Location);
        }

        var condition = element.Condition;
        while (condition is AndCondition and)
        {
            then = new CodeBlock([new IfElement(and.Right, then, null) { Location = element.Location }]);
            condition = and.Left;
        }

        return element with { Condition = condition, Then = then };
    }
}
