using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Cairo.Prover;

namespace Kraken.Bench;

/// <summary>A measured run of the reference.</summary>
/// <param name="Seconds">Seconds by the names of this benchmark.</param>
/// <param name="CpuSeconds">Processor time of the whole run; 0 if it was not measured.</param>
/// <param name="PeakMebibytes">Peak memory.</param>
internal sealed record ReferenceRun(Dictionary<string, double> Seconds, double CpuSeconds, double PeakMebibytes)
{
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

    /// <summary>The run of an input over the small fixed columns; null if none was measured.</summary>
    internal static ReferenceRun? Find(string input, int threads)
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

        JsonElement seconds = run.GetProperty("seconds");
        Dictionary<string, double> times = [];
        foreach ((string ours, string theirs) in Names)
        {
            if (seconds.TryGetProperty(theirs, out JsonElement value) && value.ValueKind == JsonValueKind.Number)
            {
                times[ours] = value.GetDouble();
            }
        }

        return new(times, Number(run, "user_s") + Number(run, "system_s"), run.GetProperty("peak_memory_mib").GetDouble());
    }

    private static double Number(JsonElement run, string name) =>
        run.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : 0;
}
