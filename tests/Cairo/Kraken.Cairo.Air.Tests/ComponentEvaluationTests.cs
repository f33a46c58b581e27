using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Kraken.Air;
using Kraken.Air.Evaluation;
using Kraken.Cairo.Air.Components;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Air.Tests;

public sealed class ComponentEvaluationTests
{
    [Fact]
    public void EveryComponentSumsToTheReferenceAtASamplePoint()
    {
        List<string> wrong = [];
        int checkedComponents = 0;
        foreach (JsonProperty entry in SharedData.Json("s-two", "component_sample_evals.json").EnumerateObject())
        {
            if (!CairoComponents.TryGet(entry.Name, out CairoComponent? component))
            {
                wrong.Add($"{entry.Name}: not defined");
                continue;
            }

            SampleEvaluation sample = new(entry.Value);
            IEnumerable<(int Offset, QM31 Expected)> cases =
                entry.Value.TryGetProperty("id_offset_cases", out _) ? sample.IdOffsetCases : [(0, sample.Expected)];
            foreach ((int offset, QM31 expected) in cases)
            {
                string outcome = Compare(component!.Air, sample, offset, expected);
                checkedComponents++;
                if (outcome.Length > 0)
                {
                    wrong.Add($"{entry.Name}: {outcome}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(66, checkedComponents);
    }

    private static string Compare(AirRecording air, SampleEvaluation sample, int idOffset, QM31 expected)
    {
        QM31[] trace = sample.Trace;
        QM31[] interaction = sample.Interaction;
        if (trace.Length != air.Columns.Length || interaction.Length != air.InteractionColumns)
        {
            return $"{air.Columns.Length} and {air.InteractionColumns} columns, expected {trace.Length} and {interaction.Length}";
        }

        ComponentMask mask = new()
        {
            Trace = trace,
            Preprocessed = air.Preprocessed.Select(column => sample.Preprocessed(column.Name)).ToArray(),
            Parameters = air.Parameters.Select(name => name == ParameterNames.IdOffset ? idOffset : sample.SegmentStart).ToArray(),
            Interaction = interaction,
            PreviousInteraction = sample.PreviousInteraction,
            ClaimedSum = sample.ClaimedSum,
            LogSize = sample.LogSize,
        };
        QM31 sum = PointEvaluator.Accumulate(air, mask, new LookupElements(sample.Z, sample.Alpha), sample.Coefficient, QM31.Zero);
        return sum == expected ? string.Empty : $"sum {sum}, expected {expected}";
    }
}
