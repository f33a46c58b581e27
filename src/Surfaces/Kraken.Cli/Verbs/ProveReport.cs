using System;
using System.Buffers;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text;
using System.Text.Json;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Prover;
using Kraken.Serialization.Json;

namespace Kraken.Cli.Verbs;

/// <summary>What <c>kraken prove --json</c> says of a proof.</summary>
/// <param name="Path">The file of the proof.</param>
/// <param name="Format">Its format, as --format names it.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Steps">The steps that are proved.</param>
/// <param name="RunSeconds">The time to read and run the program, or to read the input.</param>
/// <param name="Seconds">The whole time, with the writing of the proof.</param>
/// <param name="Phases">The phases of proving.</param>
/// <param name="Claim">What is proved.</param>
internal sealed record ProveReport(
    string Path,
    string Format,
    int Bytes,
    long Steps,
    double RunSeconds,
    double Seconds,
    IEnumerable<(ProveStep Step, double Seconds)> Phases,
    CairoClaim Claim)
{
    /// <summary>One indented object: times in seconds, sizes in bytes, rows as log2, the program's output in hexadecimal.</summary>
    public string ToJson()
    {
        using Process self = Process.GetCurrentProcess();
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("proof", Path);
            writer.WriteString("format", Format);
            writer.WriteNumber("bytes", Bytes);
            writer.WriteNumber("steps", Steps);
            writer.WriteNumber("seconds", Round(Seconds));
            writer.WriteNumber("run_seconds", Round(RunSeconds));
            writer.WriteNumber("peak_memory_bytes", self.PeakWorkingSet64);
            writer.WriteObjects("phases", Phases, (objects, phase) =>
            {
                objects.WriteString("name", ProveEstimate.NameOf(phase.Step));
                objects.WriteNumber("seconds", Round(phase.Seconds));
            });
            WriteSizes(writer);
            writer.WriteFelts("output", [.. Claim.PublicData.Output.Select(cell => cell.Value)]);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static double Round(double seconds) => Math.Round(seconds, 3);

    private void WriteSizes(Utf8JsonWriter writer)
    {
        ComponentInstance[] instances = [.. Claim.Instances()];
        writer.WriteNumber("cells", instances.Sum(CellsOf));
        writer.WriteObjects("components", instances, (objects, instance) =>
        {
            objects.WriteString("name", instance.Layout.Name);
            objects.WriteNumber("log_rows", instance.LogSize);
            objects.WriteNumber("trace_columns", instance.Layout.TraceColumns);
            objects.WriteNumber("interaction_columns", instance.Layout.InteractionColumns);
            objects.WriteNumber("cells", CellsOf(instance));
        });
    }

    private static long CellsOf(ComponentInstance instance) =>
        (long)(instance.Layout.TraceColumns + instance.Layout.InteractionColumns) << instance.LogSize;
}
