using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.Text;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests;

/// <summary>The compiler's end-to-end table: text Sierra to text CASM and function costs. The count is pinned and may only rise.</summary>
public sealed class EndToEndTests
{
    private const int ExactCases = 263;

    [Fact]
    public void TextSierraCompilesToTheExpectedTextAndCosts()
    {
        List<string> failures = [];
        int cases = 0;
        foreach (string file in Directory.EnumerateFiles(SharedData.PathOf("cairo/e2e"), "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            foreach (JsonElement record in SharedData.Json(file).EnumerateArray())
            {
                cases++;
                if (Check(record) is { } difference)
                {
                    failures.Add($"{Path.GetFileNameWithoutExtension(file)}: {record.GetProperty("case").GetString()}: {difference}");
                }
            }
        }

        Assert.True(cases - failures.Count == ExactCases, $"{cases - failures.Count} of {cases} exact\n{string.Join('\n', failures)}");
    }

    private static string? Check(JsonElement record)
    {
        string expected = record.TryGetProperty("casm", out JsonElement casm) ? casm.GetString()! : "";
        bool mustFail = expected.StartsWith("failing with:", StringComparison.Ordinal);
        if (!SierraText.TryParse(record.GetProperty("sierra_code").GetString()!, out SierraProgram? program, out SierraError? error))
        {
            return error.ToString();
        }

        try
        {
            (CompiledProgram compiled, SierraMetadata metadata) =
                SierraCompiler.CompileWithMetadata(program, EnforcedCosts(record, program), 1 << 20);
            if (mustFail)
            {
                return "compiles, but must not";
            }

            return FirstDifference(expected, compiled.ToText().TrimEnd('\n'))
                ?? CompareIfGiven(record, "function_costs", () => Costs(program, metadata), SortTokens)
                ?? CompareIfGiven(record, "gas_solution_linear", () => GasSolution(program, metadata), CompilerTokens)
                ?? CompareIfGiven(record, "ap_solution_linear", () => ApSolution(program, metadata), static text => text)
                ?? (record.TryGetProperty("ap_solution_lp", out _) ? CheckEquations(record, program) : null);
        }
        catch (SierraException refused)
        {
            return mustFail ? null : refused.Message;
        }
    }

    private static string? CheckEquations(JsonElement record, SierraProgram program)
    {
        if (!SierraMetadata.TryCompute(
            SierraRegistry.Build(program), EnforcedCosts(record, program), out SierraMetadata? metadata, out SierraError? error, true))
        {
            return error.ToString();
        }

        // The reference prints functions in the order in which its equations met them.
        return CompareIfGiven(record, "ap_solution_lp", () => ApSolution(program, metadata), SortLines)
            ?? CompareIfGiven(record, "gas_solution_lp", () => GasSolution(program, metadata), text => SortLines(CompilerTokens(text)));

        static string SortLines(string text) => string.Join('\n', text.Split('\n').Order(StringComparer.Ordinal));
    }

    private static string Costs(SierraProgram program, SierraMetadata metadata) =>
        string.Join('\n', program.Functions.Select((function, index) =>
    {
        CostToken[] order = [.. CostTokens.PreCosts.ToArray(), CostToken.Const];
        IEnumerable<string> parts =
            order.Where(t => metadata.Gas.FunctionCost(index, t) != 0).Select(t => $"{t}: {metadata.Gas.FunctionCost(index, t)}");
        return $"{function.Name}: SmallOrderedMap({{{string.Join(", ", parts)}}})";
    }));

    private static Dictionary<int, long> EnforcedCosts(JsonElement record, SierraProgram program)
    {
        Dictionary<int, long> costs = [];
        if (record.TryGetProperty("enforced_costs", out JsonElement text))
        {
            foreach (string line in text.GetString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                string[] parts = line.Split(' ');
                int function = Enumerable.Range(0, program.Functions.Count).First(f => program.Functions[f].Name == parts[0]);
                costs[function] = long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        return costs;
    }

    private static string? CompareIfGiven(JsonElement record, string property, Func<string> actual, Func<string, string> normalize) =>
        record.TryGetProperty(property, out JsonElement expected)
            ? FirstDifference(normalize(expected.GetString()!), normalize(actual()))
            : null;

    // The reference prints the tokens of a map in the order in which they were first met.
    private static string SortTokens(string text) => string.Join('\n', text.Split('\n').Select(line =>
    {
        int open = line.IndexOf('{', StringComparison.Ordinal);
        int close = line.LastIndexOf('}');
        return open < 0
            ? line
            : line[..(open + 1)] + string.Join(", ", line[(open + 1)..close].Split(", ").Order(StringComparer.Ordinal)) + line[close..];
    }));

    // The reference also solves for each run-time resource on its own, which the compiler does not use.
    private static string CompilerTokens(string text) => string.Join('\n', SortTokens(text).Split('\n').Select(line =>
    {
        int open = line.IndexOf('{', StringComparison.Ordinal);
        int close = line.LastIndexOf('}');
        return open < 0
            ? line
            : line[..(open + 1)]
                + string.Join(", ", line[(open + 1)..close].Split(", ").Where(t => !t.StartsWith("Step", StringComparison.Ordinal)
                && !t.StartsWith("Hole", StringComparison.Ordinal)
                    && !t.StartsWith("RangeCheck", StringComparison.Ordinal))) + line[close..];
    }));

    private static string GasSolution(SierraProgram program, SierraMetadata metadata)
    {
        List<string> lines = [];
        for (int i = 0; i < program.Statements.Count; i++)
        {
            string[] parts =
                [.. Enum.GetValues<CostToken>().Where(t => metadata.Gas.At(i, t) is not null).Select(t => $"{t}: {metadata.Gas.At(i, t)}")];
            if (parts.Length > 0)
            {
                lines.Add($"#{i}: SmallOrderedMap({{{string.Join(", ", parts)}}})");
            }
        }

        lines.Add("");
        lines.Add(Costs(program, metadata));
        return string.Join('\n', lines);
    }

    private static string ApSolution(SierraProgram program, SierraMetadata metadata)
    {
        int[] alignments = metadata.ApChanges.Alignments;
        List<string> lines =
            [.. Enumerable.Range(0, alignments.Length).Where(i => alignments[i] != 0).Select(i => $"#{i}: {alignments[i]}")];
        if (lines.Count > 0)
        {
            lines.Add("");
        }

        lines.AddRange(program.Functions.Select((f, i) => (f.Name, Change: metadata.ApChanges.FunctionChanges[i]))
            .Where(f => f.Change is not null).Select(f => $"{f.Name}: {f.Change}"));
        return string.Join('\n', lines);
    }

    private static string? FirstDifference(string expected, string actual)
    {
        string[] want = expected.Split('\n');
        string[] got = actual.Split('\n');
        for (int i = 0; i < Math.Max(want.Length, got.Length); i++)
        {
            string a = i < want.Length ? want[i] : "(end)";
            string b = i < got.Length ? got[i] : "(end)";
            if (a != b)
            {
                return $"line {i}: '{a}' / '{b}'";
            }
        }

        return null;
    }
}
