using System;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Bench.Prove;

/// <summary>What a process that proves twice reports of both proofs, or the medians of several such processes.</summary>
internal sealed record ProveResult
{
    /// <summary>The name of the process beside those of the phases: from its start until the first proof was written down.</summary>
    public const string Whole = "Process";

    /// <summary>The name of the proof beside those of the phases.</summary>
    public const string Proof = "Prove";

    /// <summary>The name of a second proof in the same session.</summary>
    public const string Warm = "Warm";

    public required string Input { get; init; }

    public required int Threads { get; init; }

    public required long Steps { get; init; }

    /// <summary>Seconds by phase.</summary>
    public required Dictionary<string, double> Seconds { get; init; }

    /// <summary>Seconds of processor time by phase.</summary>
    public required Dictionary<string, double> CpuSeconds { get; init; }

    /// <summary>Seconds of those in the kernel, by phase.</summary>
    public required Dictionary<string, double> KernelSeconds { get; init; }

    /// <summary>Most memory of the process, by <see cref="Whole"/> and <see cref="Warm"/>, and what the session held after each.</summary>
    public required Dictionary<string, double> Mebibytes { get; init; }

    /// <summary>Methods that were compiled while the process ran.</summary>
    public required int CompiledMethods { get; init; }

    /// <summary>SHA-256 of the proof.</summary>
    public required string Digest { get; init; }

    public required bool IsValid { get; init; }

    /// <summary>Whether the second proof is the first.</summary>
    public required bool IsRepeated { get; init; }

    /// <summary>Whether the proof is the reference's, byte for byte; null where it has none of the input.</summary>
    public required bool? IsGenuine { get; init; }

    /// <summary>What is wrong with the proof; null if nothing is.</summary>
    public string? Fault =>
        !IsValid ? "INVALID" : !IsRepeated ? "ANOTHER the second time" : IsGenuine == false ? "DIFFERENT from the genuine one" : null;

    /// <summary>The medians of runs of one case; a fault of one is a fault of all.</summary>
    public static ProveResult Median(IReadOnlyList<ProveResult> runs) => runs[0] with
    {
        Seconds = Medians(runs, run => run.Seconds),
        CpuSeconds = Medians(runs, run => run.CpuSeconds),
        KernelSeconds = Medians(runs, run => run.KernelSeconds),
        Mebibytes = Medians(runs, run => run.Mebibytes),
        IsValid = runs.All(run => run.IsValid),
        IsRepeated = runs.All(run => run.IsRepeated && run.Digest == runs[0].Digest),
        IsGenuine = runs.Any(run => run.IsGenuine == false) ? false : runs[0].IsGenuine,
    };

    private static Dictionary<string, double> Medians(
        IReadOnlyList<ProveResult> runs, Func<ProveResult, Dictionary<string, double>> table) =>
        table(runs[0]).Keys.ToDictionary(key => key, key => Median([.. runs.Select(run => table(run).GetValueOrDefault(key)).Order()]));

    private static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
