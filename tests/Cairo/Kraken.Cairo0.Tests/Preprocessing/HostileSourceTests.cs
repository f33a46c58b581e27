using System.Linq;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Modules;
using Xunit;

namespace Kraken.Cairo0.Tests.Preprocessing;

/// <summary>Sources that would make a compiler without bounds run out of time, memory or stack end in an error with a place.</summary>
public sealed class HostileSourceTests
{
    [Theory]
    [InlineData("const X = 2 ** (2 ** (2 ** 40));", "bits")]
    [InlineData("const X = 2 ** (2 ** 40 * 2 ** 20000);", "bits")]
    [InlineData("const X = 3 ** (-1);", "negative exponent")]
    [InlineData("const X = 1 / 0;", "Division by zero")]
    [InlineData("const X = 1 / (2 ** 251 + 17 * 2 ** 192 + 1);", "Division by zero")]
    [InlineData("struct S {\n    a: S,\n}", "future")]
    [InlineData("[ap] = [ap + 2 ** 15];", "[-2^15, 2^15)")]
    public void SmallSource(string source, string message) => Assert.Contains(message, Refused(source), System.StringComparison.Ordinal);

    [Fact]
    public void PowersOfTheFieldHaveExponentsBeyondThePrime() => Compile(
        "const X = 2 ** (2 ** 40);\nconst Y = 2 ** (2 ** 252);\n"
        + "static_assert 3 ** (2 ** 252) == 3 ** (2 ** 252 - (2 ** 251 + 17 * 2 ** 192));");

    /// <summary>
    /// Each name in a deep scope repeats the names of all scopes around it: a megabyte of source was gigabytes of names.
    /// </summary>
    [Fact]
    public void LongNamesInDeepScopes()
    {
        string Nested(int characters) =>
            string.Concat(Enumerable.Repeat($"namespace {new string('n', characters)} {{\n", 100))
            + string.Concat(Enumerable.Range(0, 2000).Select(i => $"const x{i} = 1;\n"))
            + string.Concat(Enumerable.Repeat("}\n", 100));
        Assert.StartsWith(
            "hostile.cairo:1:11: The name with its scopes has more than 1024 characters.",
            Refused(Nested(10_000)),
            System.StringComparison.Ordinal);

        // The module is __main__, and the longest of its own names is SIZEOF_LOCALS.
        int longest = 1024 - "__main__.".Length - ".SIZEOF_LOCALS".Length;
        Compile($"namespace {new string('n', longest)} {{\n}}\n");
        Assert.Contains("1024", Refused($"namespace {new string('n', longest + 1)} {{\n}}\n"), System.StringComparison.Ordinal);
    }

    [Fact]
    public void StructsThatDouble() => Assert.Contains(
        "felts",
        Refused("struct S0 {\n    a: felt,\n}\n" + string.Concat(
            Enumerable.Range(1, 80).Select(i => $"struct S{i} {{\n    a: S{i - 1},\n    b: S{i - 1},\n}}\n"))),
        System.StringComparison.Ordinal);

    [Fact]
    public void ReferencesThatDouble() => Assert.Contains(
        "nodes",
        Refused("let x0 = [fp];\n" + string.Concat(Enumerable.Range(1, 80).Select(i => $"let x{i} = x{i - 1} * x{i - 1};\n"))),
        System.StringComparison.Ordinal);

    [Fact]
    public void ReferencesThatDeepen() => Assert.Contains(
        "deeper",
        Refused("let x0 = [fp];\n" + string.Concat(Enumerable.Range(1, 20000).Select(i => $"let x{i} = [x{i - 1}];\n"))),
        System.StringComparison.Ordinal);

    [Fact]
    public void TuplesThatDouble() => Assert.Contains(
        "nodes",
        Refused("let x0 = (1, 2);\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"let x{i} = (x{i - 1}, x{i - 1});\n"))),
        System.StringComparison.Ordinal);

    [Fact]
    public void LabelsBehindManyReferences() => Assert.Contains(
        "flows meet",
        Refused(string.Concat(Enumerable.Range(0, 20000).Select(i => $"let x{i} = fp;\n"))
            + string.Concat(Enumerable.Range(0, 4000).Select(i => $"jmp l{i} if [fp] != 0;\nl{i}:\n"))),
        System.StringComparison.Ordinal);

    [Fact]
    public void AliasesOfTuplesThatDouble() => Assert.Contains(
        "nodes",
        Refused("using T0 = (felt, felt);\n" + string.Concat(
            Enumerable.Range(1, 60).Select(i => $"using T{i} = (T{i - 1}, T{i - 1});\n"))),
        System.StringComparison.Ordinal);

    [Fact]
    public void ApMovesByAFieldElement() => Compile("ap += 2 ** 250;\nlet x = [ap];\nap += 2 ** 250;\n[fp] = [fp];");

    private static string Refused(string source) => Assert.Throws<CairoException>(() => Compile(source)).Error.Text;

    private static void Compile(string source) =>
        CairoCompiler.Compile([new SourceFile("hostile.cairo", source + "\n")], new ModuleFolders([]));
}
