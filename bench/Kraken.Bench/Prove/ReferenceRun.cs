using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Intrinsics;
using System.Text.Json;
using Kraken.Cairo.Prover;

namespace Kraken.Bench.Prove;

/// <summary>A measured run of the reference.</summary>
/// <param name="Machine">Where it was measured.</param>
/// <param name="Seconds">Seconds by the names of this benchmark; of the whole process where they were measured.</param>
/// <param name="CpuSeconds">Processor time of the whole run; 0 if it was not measured.</param>
/// <param name="PeakMebibytes">Peak memory; 0 if it was not measured.</param>
internal sealed record ReferenceRun(string Machine, Dictionary<string, double> Seconds, double CpuSeconds, double PeakMebibytes)
{
    // Of the runs on the machine with AVX-512.
    private const int WideThreads = 2;

    private static readonly (string Ours, string Theirs)[] Names =
    [
        ("Run", "vm"), ("Adapt", "adapt"),
        (nameof(ProveStep.Preprocessed), "pre"), (nameof(ProveStep.BaseTrace), "base"), (nameof(ProveStep.BaseCommitment), "bcommit"),
        (nameof(ProveStep.InteractionTrace), "inter"),
        (nameof(ProveStep.InteractionCommitment), "icommit"), (nameof(ProveStep.Composition), "comp"),
        (nameof(ProveStep.Sampling), "oods"), (nameof(ProveStep.Quotients), "quot"),
        (nameof(ProveStep.Fri), "fri"), (nameof(ProveStep.ProofOfWork), "grind"),
        ("Verify", "verify"), ("Prove", "prove_cairo"),
    ];

    /// <summary>
    /// The run of an input over the small fixed columns, on a machine of this kind where there is one; null if none was measured.
    /// </summary>
    internal static ReferenceRun? Find(string input, int threads) =>
        (Vector512.IsHardwareAccelerated && threads == WideThreads ? FindWide(input) : null) ?? FindNarrow(input, threads);

    /// <summary>The mean of the runs on a machine with AVX-512.</summary>
    private static ReferenceRun? FindWide(string input)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedFiles.PathOf("reference-runs.avx512.json")));
        JsonElement[] runs = [.. document.RootElement.GetProperty("phases").EnumerateArray().Where(run =>
            run.GetProperty("prover").GetString() == "S-two" && run.GetProperty("input").GetString() == input)];
        JsonElement whole = document.RootElement.GetProperty("whole_process").EnumerateArray()
            .FirstOrDefault(run => run.GetProperty("input").GetString() == input);
        bool isWhole = whole.ValueKind != JsonValueKind.Undefined;
        if (runs.Length == 0 && !isWhole)
        {
            return null;
        }

        Dictionary<string, double>[] times = [.. runs.Select(run => Times(run.GetProperty("seconds")))];
        Dictionary<string, double> means = times.SelectMany(run => run.Keys).Distinct()
            .ToDictionary(phase => phase, phase => times.Average(run => run.GetValueOrDefault(phase)));
        if (isWhole)
        {
            means[ProveResult.Whole] = Number(whole, "s_two_s");
        }

        // Memory is the same on both machines.
        double peak = isWhole ? Number(whole, "s_two_mib") : FindNarrow(input, WideThreads)?.PeakMebibytes ?? 0;
        return new("on 2 cores of Zen 4 (AVX-512)", means, 0, peak);
    }

    private static ReferenceRun? FindNarrow(string input, int threads)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(SharedFiles.PathOf("reference-runs.json")));
        JsonElement run = document.RootElement.GetProperty("runs").EnumerateArray().FirstOrDefault(candidate =>
            Path.GetFileName(candidate.GetProperty("input").GetString()!.Split(' ')[0]).Split('.')[0] == input
            && candidate.GetProperty("preprocessed").GetString() == "canonical_small"
            && candidate.GetProperty("threads").GetInt32() == threads);
        if (run.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        Dictionary<string, double> seconds = Times(run.GetProperty("seconds"));
        if (Number(run, "wall_s") is > 0 and double whole)
        {
            seconds[ProveResult.Whole] = whole;
        }

        return new(
            threads == 1 ? "on 1 core of Zen 3 (AVX2)" : $"on {threads} cores of Zen 3 (AVX2)",
            seconds,
            Number(run, "user_s") + Number(run, "system_s"),
            run.GetProperty("peak_memory_mib").GetDouble());
    }

    private static Dictionary<string, double> Times(JsonElement seconds)
    {
        Dictionary<string, double> times = [];
        foreach ((string ours, string theirs) in Names)
        {
            if (seconds.TryGetProperty(theirs, out JsonElement value) && value.ValueKind == JsonValueKind.Number)
            {
                times[ours] = value.GetDouble();
            }
        }

        return times;
    }

    private static double Number(JsonElement run, string name) =>
        run.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : 0;
}
