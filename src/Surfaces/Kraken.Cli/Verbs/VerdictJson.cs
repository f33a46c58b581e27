using System.Collections.Generic;
using System.Text.Json;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Blocks;

namespace Kraken.Cli.Verbs;

/// <summary>What verdicts about blocks and bundles have in common as JSON.</summary>
internal static class VerdictJson
{
    /// <summary>Writes the steps of a check.</summary>
    public static void WriteSteps(Utf8JsonWriter writer, IEnumerable<CheckStep> steps)
    {
        writer.WriteStartArray("steps");
        foreach (CheckStep step in steps)
        {
            writer.WriteStartObject();
            writer.WriteString("name", step.Name);
            writer.WriteString("outcome", step.Outcome.ToString());
            writer.WriteString("detail", step.Detail);
            writer.WriteNumber("ms", step.Elapsed.TotalMilliseconds);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes what a proof of blocks states, what the validators vouch for, and what neither covers.</summary>
    /// <param name="writer">The writer, inside an object.</param>
    /// <param name="isValid">Whether it holds; otherwise nothing is stated.</param>
    public static void WriteMeaning(Utf8JsonWriter writer, bool isValid)
    {
        WriteTexts(writer, "states", isValid ? BlockProofMeaning.Proved : []);
        WriteTexts(writer, "vouched_by_consensus", isValid ? BlockProofMeaning.VouchedByConsensus : []);
        WriteTexts(writer, "covered_by_neither", isValid ? BlockProofMeaning.CoveredByNeither : []);
    }

    /// <summary>Writes sentences.</summary>
    public static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
