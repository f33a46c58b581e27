using System.Collections.Generic;
using System.Text.Json;
using Kraken.Proofs.Checking;

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
