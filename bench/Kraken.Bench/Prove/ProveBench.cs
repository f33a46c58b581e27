using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Kraken.Bench.Prove;

/// <summary>Proves inputs and shows the phases beside those of the reference, cold and warm.</summary>
internal static class ProveBench
{
    /// <summary>The lines of a case.</summary>
    internal static IEnumerable<string> Order =>
        ["Run", "Adapt", .. PhaseTable.Order, ProveResult.Proof, ProveResult.Whole, ProveResult.Warm, "Verify"];

    /// <summary>Runs each case as often as is asked; writes the page if all proofs are what they must be.</summary>
    internal static int Run(string[] arguments)
    {
        if (ProveOptions.Parse(arguments) is not { } options)
        {
            Console.Error.WriteLine(ProveOptions.Usage);
            return 2;
        }

        if (options.Names.FirstOrDefault(name => !BenchInput.Exists(name)) is { } unknown)
        {
            string folder = SharedFiles.PathOf(string.Empty);
            Console.Error.WriteLine($"case: expected the name of an input or program in {folder}, got '{unknown}'");
            return 2;
        }

        List<ProveResult> results = [];
        bool isRight = true;
        foreach (string name in options.Names)
        {
            foreach (int threads in options.Threads)
            {
                isRight &= Prove(name, threads, options.Repeat, results);
            }
        }

        if (isRight && options.Output is { } path)
        {
            new ProvePage(path, results, options.Repeat).Write();
        }

        return isRight ? 0 : 1;
    }

    /// <summary>Proves a case and adds its medians; false where a process failed or a proof is not what it must be.</summary>
    private static bool Prove(string name, int threads, int repeat, List<ProveResult> results)
    {
        List<ProveResult> runs = [];
        for (int i = 0; i < repeat; i++)
        {
            if (ProveProcess.Start(name, threads) is not { } run)
            {
                Console.Error.WriteLine($"{name}: the process that proves it failed");
                return false;
            }

            runs.Add(run);
        }

        // However many threads there are, the proof is one.
        ProveResult result = ProveResult.Median(runs);
        ProveResult? other = results.Find(before => before.Input == name && before.Digest != result.Digest);
        result = other is null ? result : result with { IsRepeated = false };
        Print(result, repeat);
        results.Add(result);
        return result.Fault is null;
    }

    private static void Print(ProveResult result, int repeat)
    {
        ReferenceRun? reference = ReferenceRun.Find(result.Input, result.Threads);
        string threads = result.Threads == 1 ? "1 thread" : $"{result.Threads} threads";
        Console.WriteLine(
            $"{result.Input}: {result.Steps} steps, {threads}, {(repeat > 1 ? $"medians of {repeat}; " : string.Empty)}"
            + (reference is null ? "no run of the reference" : $"the reference {reference.Machine}"));
        Console.WriteLine($"  {"phase",-24}{"seconds",10}{"reference",12}{"ratio",8}{"cpu s",10}{"kernel s",10}");
        foreach (string phase in Order.Where(result.Seconds.ContainsKey))
        {
            double? theirs = reference?.Seconds.GetValueOrDefault(phase == ProveResult.Warm ? ProveResult.Proof : phase);
            Line(phase, result.Seconds[phase], theirs, "F3", Text(result.CpuSeconds, phase) + Text(result.KernelSeconds, phase));
        }

        Line("cpu of the process", result.CpuSeconds[ProveResult.Whole], reference?.CpuSeconds, "F1");
        Line("peak MiB", result.Mebibytes[ProveResult.Whole], reference?.PeakMebibytes, "F0");
        Line("peak MiB of the warm one", result.Mebibytes[ProveResult.Warm], reference?.PeakMebibytes, "F0");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  held outside the managed heap {result.Mebibytes[ProveResult.Whole + "Held"]:f0} MiB,"
            + $" then {result.Mebibytes[ProveResult.Warm + "Held"]:f0} MiB; compiled at run time: {result.CompiledMethods} methods"));
        Console.WriteLine("  proof " + (result.Fault ?? ("valid, the second one the same, "
            + (result.IsGenuine is null ? "no genuine proof to compare with" : "equal to the genuine one"))));
    }

    private static void Line(string what, double ours, double? theirs, string format, string used = "")
    {
        bool known = theirs is > 0;
        string reference = known ? theirs!.Value.ToString(format, CultureInfo.InvariantCulture) : "-";
        string ratio = known ? (ours / theirs!.Value).ToString("F2", CultureInfo.InvariantCulture) : "-";
        Console.WriteLine($"  {what,-24}{ours.ToString(format, CultureInfo.InvariantCulture),10}{reference,12}{ratio,8}{used}");
    }

    private static string Text(Dictionary<string, double> seconds, string phase) =>
        seconds.TryGetValue(phase, out double value) ? string.Create(CultureInfo.InvariantCulture, $"{value,10:f2}") : string.Empty;
}
