using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Runs;
using Kraken.Cairo.Vm.Tests;
using Kraken.Casm.Builtins;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Sierra;
using Kraken.Sierra.Text;
using Kraken.Sierra.ToCasm;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Casm;

/// <summary>The cases of the compiler's end-to-end tables that say what a function returns.</summary>
public sealed partial class SierraFunctionTests
{
    private static readonly Felt ReturnWord = Felt.Parse("0x208b7fff7fff7ffe");

    [Fact]
    public void FunctionsReturnWhatTheTablesSay()
    {
        int count = 0;
        foreach (string file in Directory.EnumerateFiles(DataFiles.Folder("cairo", "e2e"), "*.json", SearchOption.AllDirectories))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (JsonElement record in document.RootElement.EnumerateArray())
            {
                Match match = RunArguments().Match(record.GetProperty("test_runner_name").GetString() ?? string.Empty);
                if (match.Success)
                {
                    Felt got =
                        Call(record.GetProperty("sierra_code").GetString()!, match.Groups[1].Value, Felt.Parse(match.Groups[2].Value));
                    Assert.Equal(Felt.Parse(match.Groups[3].Value), got);
                    count++;
                }
            }
        }

        Assert.Equal(7, count);
    }

    private static Felt Call(string text, string function, Felt argument)
    {
        Assert.True(SierraText.TryParse(text, out SierraProgram? sierra, out SierraError? error), error?.ToString());
        Assert.True(SierraCompiler.TryCompileProgram(sierra, out CompiledProgram? compiled, out error), error?.ToString());
        (IReadOnlyList<Felt> code, IReadOnlyList<CasmHintSite> sites) = compiled.Assemble();
        string signature = text.Split('\n').First(line => line.StartsWith($"test::{function}@", StringComparison.Ordinal));
        int index = text.Split('\n').Where(line => SignatureLine().IsMatch(line)).ToList().IndexOf(signature);
        var runner = new FunctionRunner([.. code, ReturnWord], [BuiltinName.RangeCheck]);

        // A program finds the prices of builtins behind its final ret; these functions use none.
        Relocatable prices = runner.Memory.AddSegment();
        runner.Memory.Load(prices, new Felt[7]);
        runner.Memory.Insert(runner.ProgramBase + (code.Count + 1), prices);
        var arguments = new List<MaybeRelocatable>();
        if (signature.Contains("RangeCheck", StringComparison.Ordinal))
        {
            arguments.Add(runner.BuiltinBases[0]);
        }

        if (signature.Contains("GasBuiltin", StringComparison.Ordinal))
        {
            arguments.Add((Felt)ulong.MaxValue);
        }

        arguments.Add(argument);
        var hints = new CasmHints(sites);
        VmError? failure = runner.Run(
            compiled.StatementOffsets[sierra.Functions[index].EntryPoint], arguments, new CasmHintProcessor(hints), new RunResources());
        Assert.True(failure is null, failure?.ToString());
        return runner.Memory.GetFelt(runner.Machine.Ap + -1);
    }

    [GeneratedRegex("test_data_function: (\\w+), test_data_input: (\\w+), test_data_output: (\\w+)")]
    private static partial Regex RunArguments();

    [GeneratedRegex("^\\S.*@(F\\d+|\\d+)\\(.*\\) -> \\(")]
    private static partial Regex SignatureLine();
}
