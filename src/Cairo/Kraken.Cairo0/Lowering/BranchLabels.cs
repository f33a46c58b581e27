using System.Globalization;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Lowering;

/// <summary>Gives each branch two labels, outer branches first; all modules of a program share one counter.</summary>
internal sealed class BranchLabels : ElementRewriter
{
    /// <summary>No name of a source begins so.</summary>
    public const char Prefix = '$';

    private int next;

    protected override CodeElement Rewrite(IfElement element)
    {
        var notEqual = Next();
        var end = Next();
        return element with
        {
            Then = Rewrite(element.Then),
            Else = element.Else is null ? null : Rewrite(element.Else),
            LabelNotEqual = notEqual,
            LabelEnd = end,
        };
    }

    private string Next() => Prefix + "lbl" + (next++).ToString(CultureInfo.InvariantCulture);
}
