using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Lowering;
using Kraken.Cairo0.Syntax;
using Xunit;

namespace Kraken.Cairo0.Tests.Lowering;

public class LoweringTests
{
    [Fact]
    public void ConditionsJoinedByAndBecomeBranchesWithinEachOtherTheFirstOutermost()
    {
        var outer = Lower("if (a == 1 and b != 2 and c == 3) {\n    ret;\n}\n");
        var middle = Assert.IsType<IfElement>(Assert.Single(outer.Then.Elements));
        var inner = Assert.IsType<IfElement>(Assert.Single(middle.Then.Elements));
        Assert.Equal("a == 1", Text(outer));
        Assert.Equal("b != 2", Text(middle));
        Assert.Equal("c == 3", Text(inner));
        Assert.IsType<InstructionElement>(Assert.Single(inner.Then.Elements));
        Assert.Equal(("$lbl0", "$lbl1"), (outer.LabelNotEqual, outer.LabelEnd));
        Assert.Equal(("$lbl4", "$lbl5"), (inner.LabelNotEqual, inner.LabelEnd));
        Assert.Equal(outer.Location, inner.Location);
    }

    [Fact]
    public void AnElseBehindSeveralConditionsIsRefused()
    {
        var error = Assert.Throws<CairoException>(() => Lower("if (a == 1 and b != 2) {\n    ret;\n} else {\n    ret;\n}\n")).Error;
        Assert.Equal("x:1:1: Else blocks are not supported with boolean logic expressions yet.", error.Text.Split('\n')[0]);
    }

    private static IfElement Lower(string text)
    {
        var module = new CairoModule(ScopedName.Main, Parser.Parse(new SourceFile("x", text)));
        return (IfElement)new BranchLabels().Rewrite(new ConditionLowering().Rewrite(module)).Body.Elements[0];
    }

    private static string Text(IfElement branch)
    {
        var condition = (EqualityCondition)branch.Condition;
        return $"{SyntaxText.Write(condition.Left)} {(condition.IsEqual ? "==" : "!=")} {SyntaxText.Write(condition.Right)}";
    }
}
