using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Modules;
using Xunit;

namespace Kraken.Cairo0.Tests.Vectors;

/// <summary>
/// Programs with lines dropped, doubled or moved and names, numbers or operators exchanged at random, programs over constructs in unusual
/// places, and what the genuine compiler (0.14.0.1) makes of each: its message, or the SHA-256 of the JSON with an empty version.
/// </summary>
public sealed partial class AlteredProgramTests
{
    [Theory]
    [InlineData("altered_programs.json")]
    [InlineData("unusual_programs.json")]
    public void ProgramsCompileOrFailAsTheGenuineCompilerDoes(string vectors)
    {
        using var cases = JsonDocument.Parse(File.ReadAllBytes(
            Environment.GetEnvironmentVariable("KRAKEN_CAIRO0_PROGRAM_CASES") ?? SharedData.Vector(vectors)));
        var different = cases.RootElement.GetProperty("cases").EnumerateArray()
            .Select(@case => (
                Source: @case.GetProperty("source").GetString()!,
                Expected: @case.GetProperty("error").GetString() is { Length: > 0 } error
                    ? error : @case.GetProperty("program").GetString()!))
            .Select(@case => (@case.Source, @case.Expected, Found: Result(@case.Source, @case.Expected.Length == 64)))
            .Where(@case => @case.Expected != @case.Found)
            .Select(@case => $"{@case.Source}\n{LanguageVector.Difference(@case.Expected, @case.Found)}")
            .ToArray();
        Assert.NotEqual(0, cases.RootElement.GetProperty("cases").GetArrayLength());
        Assert.True(different.Length == 0, $"{different.Length} differ:\n{string.Join("\n========\n", different)}");
    }

    private static string Result(string source, bool isHash)
    {
        try
        {
            var json = CairoCompiler.Compile([new SourceFile("x.cairo", source)], new ModuleFolders([])).ToJson();
            json = Version().Replace(json, "\"compiler_version\": \"\"", 1);
            return isHash ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json))) : json;
        }
        catch (CairoException exception)
        {
            return exception.Error.Text;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return exception.ToString();
        }
    }

    [GeneratedRegex("\"compiler_version\": \"[^\"]*\"")]
    private static partial Regex Version();
}
