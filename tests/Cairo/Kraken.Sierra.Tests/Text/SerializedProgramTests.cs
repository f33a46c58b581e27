using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.Text;
using Xunit;

namespace Kraken.Sierra.Tests.Text;

/// <summary>Programs that the reference compiler serialised: identities, the text that says the same, and the gas that it solved.</summary>
public sealed class SerializedProgramTests
{
    [Theory]
    [InlineData("fib_no_gas")]
    [InlineData("fib_jumps")]
    public void TheTextReadsBackToTheReferencesIdentities(string name)
    {
        SerializedProgram serialized = SerializedProgram.Load(name);
        SierraProgram expected = serialized.ToProgram();
        string text = SierraText.Print(expected);
        Assert.True(SierraText.TryParse(text, out SierraProgram? parsed, out SierraError? error), error?.ToString());

        // Variables are known by the hash of their name, which the reference wrote beside it.
        Assert.NotEmpty(serialized.Variables);
        Assert.Equal(serialized.Variables.OrderBy(v => v.Key), parsed.VariableNames.OrderBy(v => v.Key));
        Assert.Equal(expected.Types.Select(t => (t.Name, t.GenericId, Args(t.Args))),
            parsed.Types.Select(t => (t.Name, t.GenericId, Args(t.Args))));
        Assert.Equal(
            expected.Libfuncs.Select(l => (l.Name, l.GenericId, Args(l.Args))),
                parsed.Libfuncs.Select(l => (l.Name, l.GenericId, Args(l.Args))));
        Assert.Equal(expected.Statements.Select(Describe), parsed.Statements.Select(Describe));
        Assert.Equal(expected.Functions.Select(Describe), parsed.Functions.Select(Describe));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheGasOfTheJumpingFibonacciIsTheReferences(bool byEquations)
    {
        SierraProgram program = SerializedProgram.Load("fib_jumps").ToProgram();
        using JsonDocument table = JsonDocument.Parse(File.ReadAllBytes(
            SharedData.PathOf("cairo/cairo_misc/cairo-lang-sierra-gas__test_data__fib_jumps.json")));
        string[] lines = table.RootElement[0].GetProperty("gas_solution").GetString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(SierraMetadata.TryCompute(
            SierraRegistry.Build(program), new Dictionary<int, long>(), out SierraMetadata? metadata, out SierraError? error, byEquations),
            error?.ToString());
        IEnumerable<string> statements = Enumerable.Range(0, program.Statements.Count)
            .Where(i => metadata.Gas.At(i, CostToken.Const) is not null)
            .Select(i => $"#{i}: {Map(metadata, i)}");
        Assert.Equal(lines[..^1], statements);
        Assert.Equal(lines[^1], $"Fibonacci: SmallOrderedMap({{Const: {metadata.Gas.FunctionCost(0, CostToken.Const)}}})");
    }

    private static string Map(SierraMetadata metadata, int statement)
    {
        CostToken[] order = [.. CostTokens.PreCosts.ToArray(), CostToken.Const];
        return $"SmallOrderedMap({{{string.Join(", ", order.Select(token => $"{token}: {metadata.Gas.At(statement, token)}"))}}})";
    }

    private static string Args(IReadOnlyList<GenericArg> args) =>
        string.Join(' ', args.Select(arg => $"{arg.Kind}:{arg.Index}:{arg.Value}"));

    private static string Describe(Statement statement) => string.Join(' ', [
        $"{statement.Libfunc}({string.Join(',', statement.Arguments.ToArray())})",
        .. statement.Branches.ToArray().Select(branch => $"{branch.Target}({string.Join(',', branch.Results)})"),
    ]);

    private static string Describe(SierraFunction function) =>
        $"{function.Name}@{function.EntryPoint}({string.Join(',', function.Parameters.Select(p => $"{p.Variable}:{p.Type}"))})"
        + $" -> ({string.Join(',', function.ReturnTypes)})";
}
