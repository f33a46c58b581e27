using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Syntax;
using Xunit;

namespace Kraken.Cairo0.Tests.Syntax;

public class LimitTests
{
    [Theory]
    [InlineData("(", "1", ")", 64)]
    [InlineData("-", "1", "", 100)]
    [InlineData("[", "ap", "]", 64)]
    [InlineData("f(", "1", ")", 64)]
    [InlineData("1 ** ", "1", "", 100)]
    [InlineData("", "1", " + 1", 400)]
    [InlineData("", "x", "[0]", 400)]
    public void DeepExpressionsAreReadUpToABoundAndRefusedBeyond(string before, string middle, string after, int fair)
    {
        Assert.Null(Refusal(before, middle, after, fair));
        Assert.Equal("The program is nested too deeply here.", Refusal(before, middle, after, 200_000)?.Error.Message);
    }

    [Fact]
    public void DeepBlocksTypesAndConditionsAreRefused()
    {
        var conditions = string.Join(" and ", Enumerable.Repeat("1 == 1", 100_000));
        string[] sources =
        [
            string.Concat(Enumerable.Repeat("namespace a {\n", 100_000)),
            "local x: " + new string('(', 100_000),
            "local x: felt" + new string('*', 100_000) + ";\n",
            $"if ({conditions}) {{\n}}\n",
        ];
        Assert.All(sources, source => Assert.Contains("nested", Refusal(source)!.Message, System.StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("let x = a{0};\n", "x:1:9: ")]
    [InlineData("let x: a{0} = 1;\n", "x:1:8: ")]
    [InlineData("from a{0} import f\n", "x:1:6: ")]
    [InlineData("a{0}();\n", "x:1:1: ")]
    [InlineData("jmp a{0};\n", "x:1:5: ")]
    public void NamesHaveSoManyPartsAndNoMore(string statement, string place)
    {
        string Named(int parts) => string.Format(
            System.Globalization.CultureInfo.InvariantCulture, statement, string.Concat(Enumerable.Repeat(".b", parts - 1)));
        Assert.Null(Refusal(Named(256)));
        Assert.StartsWith(place + "The name has more than 256 parts.", Refusal(Named(257))!.Message, System.StringComparison.Ordinal);

        // Each part was once a copy of all before it: minutes for a file of a megabyte.
        Assert.StartsWith(place + "The name has more than 256 parts.", Refusal(Named(500_000))!.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void LongNumbersAreRefused()
    {
        Assert.Null(Refusal("const x = " + new string('9', 4300) + ";\n"));
        var refusal = Refusal("const x = " + new string('9', 4301) + ";\n");
        Assert.StartsWith("x:1:11: A number", refusal!.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void OfALongStringNoNumberIsMade()
    {
        Assert.Null(Refusal($"const x = '{new string('9', 31)}';\n"));
        var text = $"const x = '{new string('9', 100_000)}';\n";
        var before = System.GC.GetAllocatedBytesForCurrentThread();
        var refusal = Refusal(text);
        var allocated = System.GC.GetAllocatedBytesForCurrentThread() - before;
        const string Expected = "x:1:11: Short string (e.g., 'abc') length must be at most 31.";
        Assert.StartsWith(Expected, refusal!.Message, System.StringComparison.Ordinal);
        Assert.True(allocated < 64 << 20, $"allocated {allocated} bytes");
    }

    private static CairoException? Refusal(string before, string middle, string after, int count) => Refusal(
        "let x = " + string.Concat(Enumerable.Repeat(before, count)) + middle + string.Concat(Enumerable.Repeat(after, count)) + ";\n");

    private static CairoException? Refusal(string text)
    {
        try
        {
            Parser.Parse(new SourceFile("x", text));
            return null;
        }
        catch (CairoException exception)
        {
            return exception;
        }
    }
}
