using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Syntax;
using Xunit;

namespace Kraken.Cairo0.Tests.Syntax;

public class ParserTests
{
    [Theory]
    [InlineData("cairo0_language")]
    [InlineData("cairo0_programs")]
    public void EverySourceThatTheGenuineCompilerParsesIsParsed(string folder)
    {
        var sources = SharedData.Sources(SharedData.PathOf(folder))
            .Where(path => !Path.GetFileName(path).StartsWith("parse_", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(sources);
        Assert.All(sources, path => Assert.NotEmpty(Parse(Path.GetFileName(path), File.ReadAllText(path)).Elements));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void EverySourceOfTheStandardLibraryIsParsed()
    {
        var library = Environment.GetEnvironmentVariable("KRAKEN_CAIRO_PATH");
        Assert.True(library is not null, "KRAKEN_CAIRO_PATH must name the folder of the standard library, the one that holds starkware.");
        var sources = SharedData.Sources(Path.Combine(library, "starkware")).ToArray();
        Assert.True(sources.Length > 100, $"{sources.Length} sources");
        Assert.All(sources, path => Parse(path, File.ReadAllText(path)));
    }

    [Fact]
    public void SyntaxErrorsAreThoseOfTheGenuineCompiler()
    {
        var sources = Directory.GetFiles(Path.Combine(SharedData.Language, "errors"), "parse_*.cairo");
        Assert.Equal(7, sources.Length);
        Assert.All(sources, path => Assert.Equal(
            File.ReadAllText(Path.ChangeExtension(path, ".error.txt")).TrimEnd(),
            Error(Path.GetFileName(path), File.ReadAllText(path))));
    }

    /// <summary>
    /// Programs with one token or character dropped, doubled or exchanged, and what the parser of the genuine compiler (0.14.0.1) says to
    /// each: its message, or nothing where it parses.
    /// </summary>
    [Fact]
    public void AlteredProgramsGetTheMessagesOfTheGenuineParser()
    {
        using var cases = JsonDocument.Parse(File.ReadAllBytes(
            Environment.GetEnvironmentVariable("KRAKEN_CAIRO0_SYNTAX_CASES") ?? SharedData.Vector("syntax_errors.json")));
        var different = cases.RootElement.GetProperty("cases").EnumerateArray()
            .Select(@case => (
                Source: @case.GetProperty("source").GetString()!,
                Expected: @case.GetProperty("error").GetString()!))
            .Where(pair => Error("x.cairo", pair.Source) != pair.Expected)
            .Select(pair => $"{pair.Source}\n--- expected\n{pair.Expected}\n--- got\n{Error("x.cairo", pair.Source)}")
            .ToArray();
        Assert.True(different.Length == 0, $"{different.Length} differ, such as\n{different.FirstOrDefault()}");
    }

    private static CodeBlock Parse(string name, string text) => Parser.Parse(new SourceFile(name, SourceFile.Normalize(text)));

    private static string Error(string name, string text)
    {
        try
        {
            Parse(name, text);
            return "";
        }
        catch (CairoException exception)
        {
            return exception.Error.Text;
        }
    }
}
