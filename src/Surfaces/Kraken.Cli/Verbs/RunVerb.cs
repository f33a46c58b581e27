using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Runs;
using Kraken.Cli.Files;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken run</c>: runs a compiled Cairo program on the VM.</summary>
internal static class RunVerb
{
    public static Command Create()
    {
        Argument<string> program = new("program") { Description = "A compiled Cairo program (JSON), or what an option says." };
        Option<bool> proof = new("--proof-mode") { Description = "Run as the prover does: from __start__ to __end__." };
        Option<string> layout = new("--layout") { Description = "The layout.", DefaultValueFactory = _ => "all_cairo_stwo" };
        Option<bool> native = new("--native") { Description = "Run 'main' of a Sierra program (.sierra) as machine code." };
        Option<bool> pie = new("--pie") { Description = "Run a Cairo PIE (zip) again from its memory and compare." };
        Option<long> steps = ProgramLimits.StepsOption();
        Option<long> cells = ProgramLimits.CellsOption();
        Command command = new("run", "Run a compiled Cairo program; prints output and resources.")
        {
            program, proof, layout, native, pie, steps, cells,
        };
        command.Excludes(native, proof, layout, pie, steps, cells);
        command.Excludes(pie, proof, layout);
        command.SetAction(result => result.GetValue(native)
            ? NativeVerb.Run(result.GetRequiredValue(program), "main", [], dumps: false, NativeVerb.DefaultGas)
            : result.GetValue(pie)
            ? RunPie(result.GetRequiredValue(program), result.GetValue(steps), result.GetValue(cells))
            : Run(
                result.GetRequiredValue(program),
                result.GetRequiredValue(layout),
                result.GetValue(proof),
                result.GetValue(steps),
                result.GetValue(cells)));
        return command;
    }

    private static int Run(string path, string layoutName, bool proofMode, long maxSteps, long maxCells)
    {
        if (Layout.Find(layoutName) is not { } layout)
        {
            ErrorLine.Write($"there is no layout '{layoutName}'");
            return 2;
        }

        Stopwatch watch = Stopwatch.StartNew();
        RunOptions options = new()
        {
            Layout = layout, ProofMode = proofMode, DisablesTracePadding = proofMode, Traced = proofMode, AllowsMissingBuiltins = true,
        };
        CairoRunner? runner = ProgramFile.Run(path, options, maxSteps, maxCells);
        if (runner is null)
        {
            return 1;
        }

        Print(runner.Output(), runner.CountResources(), watch.Elapsed);
        return 0;
    }

    private static int RunPie(string path, long maxSteps, long maxCells)
    {
        Stopwatch watch = Stopwatch.StartNew();
        if (PieFile.Run(path, maxSteps, maxCells) is not { } replay)
        {
            return 1;
        }

        Print(replay.Output(), replay.CountResources(), watch.Elapsed);
        return 0;
    }

    private static void Print(IEnumerable<MaybeRelocatable> output, ExecutionResources resources, TimeSpan time)
    {
        foreach (MaybeRelocatable value in output)
        {
            Console.WriteLine(value);
        }

        string builtins =
            string.Concat(resources.BuiltinInstances.Where(entry => entry.Value > 0).Select(entry => $", {entry.Key} {entry.Value}"));
        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{resources.Steps} steps, {resources.MemoryHoles} memory holes, {time.TotalMilliseconds:f0} ms{builtins}"));
    }
}
