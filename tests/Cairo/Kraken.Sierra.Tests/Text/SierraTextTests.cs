using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Sierra.Felts;
using Kraken.Sierra.Text;
using Xunit;

namespace Kraken.Sierra.Tests.Text;

/// <summary>The text form of programs.</summary>
public sealed class SierraTextTests
{
    [Theory]
    [InlineData("cairo/examples_sierra_casm", 15)]
    [InlineData("cairo/own-contracts/out", 14)]
    [InlineData("cairo/starknet_contracts_cairo", 19)]
    public void ProgramsPrintAsTheyWereRead(string folder, int expected)
    {
        int equal = 0;
        List<string> failures = [];
        foreach (string path in Directory.EnumerateFiles(SharedData.PathOf(folder), "*.sierra").Order(StringComparer.Ordinal))
        {
            string? difference = RoundTrip(File.ReadAllText(path));
            equal += difference is null ? 1 : 0;
            failures.Add($"{Path.GetFileName(path)}: {difference ?? "equal"}");
        }

        Assert.True(equal == expected, $"{equal}\n{string.Join('\n', failures)}");
    }

    [Fact]
    public void TheEndToEndProgramsPrintAsTheyWereRead()
    {
        int equal = 0;
        List<string> failures = [];
        foreach (string file in Directory.EnumerateFiles(SharedData.PathOf("cairo/e2e"), "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (JsonElement record in document.RootElement.EnumerateArray())
            {
                string? difference = RoundTrip(record.GetProperty("sierra_code").GetString()!);
                equal += difference is null ? 1 : 0;
                failures.Add($"{Path.GetFileName(file)} {record.GetProperty("case").GetString()}: {difference ?? "equal"}");
            }
        }

        Assert.True(equal == 263, $"{equal}\n{string.Join('\n', failures.Where(f => !f.EndsWith(": equal", StringComparison.Ordinal)))}");
    }

    [Fact]
    public void ClassesPrintToTextThatReadsBackToTheClass()
    {
        foreach ((string path, Felt[] felts) in SharedData.Classes("cairo/chain-contracts")
            .Concat(SharedData.Classes("cairo/own-contracts")))
        {
            Assert.True(SierraFelts.TryDecode(felts, out VersionedProgram? program, out _), path);
            Assert.True(
                SierraText.TryParse(SierraText.Print(program.Program), out SierraProgram? parsed, out SierraError? error),
                $"{path}: {error}");
            Assert.True(SierraFelts.Encode(program with { Program = parsed }).AsSpan().SequenceEqual(felts), path);
        }
    }

    [Theory]
    [InlineData("type felt252 = ")]
    [InlineData("libfunc x = drop<felt252>;")]
    [InlineData("type a = felt252; return([0])")]
    [InlineData("return();\nmain@0([0]: felt252) -> ();")]
    [InlineData("return();\nmain@F7() -> ();")]
    [InlineData("type a = Array<a<b<c;")]
    [InlineData("jump() { ; };")]
    public void OtherTextIsRefused(string text)
    {
        Assert.False(SierraText.TryParse(text, out SierraProgram? program, out SierraError? error));
        Assert.Null(program);
        Assert.Equal(SierraErrorKind.MalformedText, error.Kind);
    }

    [Theory]
    [InlineData("<", ">")]
    [InlineData("(", ")")]
    [InlineData("<(", ")>")]
    [InlineData("@", "")]
    public void DeeplyNestedNamesAreReadOrRefused(string open, string close)
    {
        const int Depth = 200_000;
        string name = string.Concat("a", string.Concat(Enumerable.Repeat(open, Depth)), string.Concat(Enumerable.Repeat(close, Depth)));
        string[] texts =
        [
            $"type {name} = felt252;", $"type x = {name};", $"libfunc x = y<{name}>;", $"type x = Box<ut@{name}>;", $"type x = y{open}",
        ];
        foreach (string text in texts)
        {
            bool parsed = SierraText.TryParse(text, out SierraProgram? program, out SierraError? error);
            Assert.Equal(parsed, error is null);
            Assert.Equal(parsed, program is not null);
        }
    }

    [Fact]
    public void ChangedTextNeverEscapesAsAnException()
    {
        string text = File.ReadAllText(SharedData.PathOf("cairo/examples_sierra_casm/fib_gas.sierra"));
        Random random = new(20260102);
        for (int round = 0; round < 3000; round++)
        {
            int from = random.Next(text.Length);
            int length = random.Next(Math.Min(12, text.Length - from));
            string inserted = random.Next(3) == 0 ? "" : text.Substring(random.Next(text.Length - 12), random.Next(12));
            string changed = string.Concat(text.AsSpan(0, from), inserted, text.AsSpan(from + length));
            bool parsed = SierraText.TryParse(changed, out SierraProgram? program, out SierraError? error);
            Assert.Equal(parsed, error is null);
            if (program is not null)
            {
                SierraRegistry.TryBuild(program, out _, out _);
            }
        }
    }

    private static string? RoundTrip(string text)
    {
        if (!SierraText.TryParse(text, out SierraProgram? program, out SierraError? error))
        {
            return error.ToString();
        }

        string print = SierraText.Print(program);
        if (!text.Contains("F0:", StringComparison.Ordinal))
        {
            // Older text jumps to statements by number; ours, once labelled, has to stay as it is.
            return SierraText.TryParse(print, out SierraProgram? again, out error)
                ? FirstDifference(print, SierraText.Print(again))
                : error.ToString();
        }

        return FirstDifference(text, print);
    }

    private static string? FirstDifference(string left, string right)
    {
        string[] expected = Lines(left);
        string[] printed = Lines(right);
        for (int i = 0; i < Math.Max(expected.Length, printed.Length); i++)
        {
            (string one, string other) = (i < expected.Length ? expected[i] : "", i < printed.Length ? printed[i] : "");
            if (one != other)
            {
                return $"line {i}: '{one}' / '{other}'";
            }
        }

        return null;
    }

    // Comments count statements; they and empty lines carry nothing.
    private static string[] Lines(string text) =>
        [.. text.Split('\n').Select(line => line.Split("//")[0].Trim()).Where(line => line.Length > 0)];
}
