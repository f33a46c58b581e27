using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Tests;

/// <summary>One component's entry of component_sample_evals.json.</summary>
internal sealed class SampleEvaluation(JsonElement json)
{
    public int LogSize => json.GetProperty("log_size").GetInt32();

    public QM31 ClaimedSum => Element("claimed_sum");

    public QM31 Z => Element("z");

    public QM31 Alpha => Element("alpha");

    public QM31 Coefficient => Element("random_coeff");

    public QM31 Expected => Element("expected_sum");

    public QM31[] Trace => Elements(json.GetProperty("trace"));

    public M31 SegmentStart =>
        json.GetProperty("builtin_segment_start") is { ValueKind: JsonValueKind.Number } value ? value.GetInt32() : 0;

    /// <summary>Four base values per pair of lookups.</summary>
    public QM31[] Interaction =>
        [.. json.GetProperty("interaction_values")
            .EnumerateArray().SelectMany(group => group.EnumerateArray()).Select(value => (QM31)(M31)value.GetInt32())];

    public QM31[] PreviousInteraction =>
        [.. json.GetProperty("interaction_last_row_prev").EnumerateArray().Select(value => (QM31)(M31)value.GetInt32())];

    public IEnumerable<(int Offset, QM31 Expected)> IdOffsetCases => json.GetProperty("id_offset_cases").EnumerateArray()
        .Select(entry => (entry.GetProperty("total_id_offset").GetInt32(), Read(entry.GetProperty("expected_sum"))));

    public static QM31 Read(JsonElement value) => new(value[0].GetInt32(), value[1].GetInt32(), value[2].GetInt32(), value[3].GetInt32());

    /// <summary>A preprocessed column's value by its constant's name in the Cairo verifier.</summary>
    public QM31 Preprocessed(string column)
    {
        string wanted = column.StartsWith("seq", System.StringComparison.Ordinal) ? "seq" : column.ToUpperInvariant() + "_IDX";
        foreach (JsonElement entry in json.GetProperty("preprocessed").EnumerateArray())
        {
            string name = entry[0].GetString()!;
            if (name == wanted || (wanted == "seq" && name.StartsWith("SEQ", System.StringComparison.OrdinalIgnoreCase)))
            {
                return Read(entry[1]);
            }
        }

        throw new KeyNotFoundException(column);
    }

    private static QM31[] Elements(JsonElement array) => [.. array.EnumerateArray().Select(Read)];

    private QM31 Element(string name) => Read(json.GetProperty(name));
}
