using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Expressions;
using Kraken.Cairo0.Syntax;
using Xunit;

namespace Kraken.Cairo0.Tests.Expressions;

/// <summary>The forms that the reference compiler's simplifier gives to expressions.</summary>
public sealed class SimplifierTests
{
    [Theory]
    [InlineData("5 + fp", "fp + 5")]
    [InlineData("fp - 3", "fp + (-3)")]
    [InlineData("fp + 3 + 4", "fp + 7")]
    [InlineData("fp - [ap] + 4", "fp - ([ap] + (-4))")]
    [InlineData("fp + 0", "fp")]
    [InlineData("1 * fp", "fp")]
    [InlineData("fp * 2 * 3", "fp * 6")]
    [InlineData("-(-5)", "5")]
    [InlineData("2 ** 3 ** 2", "512")]
    [InlineData("0 - 1", "-1")]
    [InlineData("2 ** 251 + 17 * 2 ** 192", "-1")]
    [InlineData("8 / 2", "4")]
    [InlineData("[fp] / 2 * 2", "[fp]")]
    public void InTheField(string written, string simplified) => Assert.Equal(simplified, Simplified(Simplifier.Field, written));

    [Theory]
    [InlineData("2 ** 252 - 1", "7237005577332262213973186563042994240829374041602535252466099000494570602495")]
    [InlineData("8 / 2", "8 / 2")]
    [InlineData("ap - 0 + (-1)", "ap + (-1)")]
    public void AsIntegers(string written, string simplified) => Assert.Equal(simplified, Simplified(Simplifier.Integers, written));

    private static string Simplified(Simplifier simplifier, string written)
    {
        var block = Parser.Parse(new SourceFile("", $"const X = {written};\n"));
        var constant = Assert.IsType<ConstElement>(Assert.Single(block.Elements));
        return SyntaxText.Write(simplifier.Simplify(constant.Value));
    }
}
