using System.Collections.Generic;
using System.Linq;
using Kraken.Air;
using Kraken.Air.Evaluation;
using Kraken.Cairo.Air.Components;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Air.Tests;

/// <summary>
/// What the constraints of each component reach, at the reference's sample points: a value that could be altered without altering the sum
/// would be one that nothing proves.
/// </summary>
public sealed class ConstraintReachTests
{
    private static readonly Dictionary<string, SampleEvaluation> Samples = SharedData.Json("s-two", "component_sample_evals.json")
        .EnumerateObject().ToDictionary(entry => entry.Name, entry => new SampleEvaluation(entry.Value));

    public static TheoryData<string> Names => [.. CairoComponents.All.Select(component => component.Name).Where(Samples.ContainsKey)];

    // Tables and memory whose sample the reference's verifier, from which they come, does not have.
    [Fact]
    public void EveryOtherComponentHasASample() =>
        Assert.Equal(
            ["verify_bitwise_xor_12", "pedersen_points_table_window_bits_9", "memory_address_to_id"],
            CairoComponents.All.Select(component => component.Name).Where(name => !Samples.ContainsKey(name)));

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryColumnReachesTheSum(string name)
    {
        Point point = new(CairoComponents.Get(name).Air, Samples[name]);
        QM31 sum = point.Sum();
        List<string> unreached = [];
        foreach ((string kind, QM31[] values) in point.Columns)
        {
            for (int i = 0; i < values.Length; i++)
            {
                QM31 value = values[i];
                values[i] += QM31.One;
                if (point.Sum() == sum)
                {
                    unreached.Add($"{kind} {i}");
                }

                values[i] = value;
            }
        }

        Assert.True(unreached.Count == 0, $"{name}: {string.Join(", ", unreached)}");
        Assert.Equal(sum, point.Sum());
        if (point.HasLookups)
        {
            point.ClaimedSum += QM31.One;
            Assert.NotEqual(sum, point.Sum());
        }
    }

    /// <summary>Horner's rule: the sum before is multiplied once by the coefficient for each constraint, no more and no less.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void ConstraintsAreCounted(string name)
    {
        AirRecording air = CairoComponents.Get(name).Air;
        Point point = new(air, Samples[name]);
        QM31 before = new(3, 1, 4, 1);
        QM31 power = Enumerable.Repeat(point.Coefficient, air.ConstraintCount).Aggregate(QM31.One, (product, factor) => product * factor);
        Assert.Equal((before * power) + point.Sum(), point.Sum(before));
    }

    /// <summary>One component's values, to be altered.</summary>
    private sealed class Point
    {
        private readonly AirRecording air;
        private readonly LookupElements elements;
        private readonly M31[] parameters;
        private readonly int logSize;
        private readonly QM31[] trace;
        private readonly QM31[] interaction;
        private readonly QM31[] previous;
        private readonly QM31[] fixedValues;

        public Point(AirRecording air, SampleEvaluation sample)
        {
            this.air = air;
            elements = new(sample.Z, sample.Alpha);
            parameters = [.. air.Parameters.Select(name => name == ParameterNames.IdOffset ? M31.Zero : sample.SegmentStart)];
            logSize = sample.LogSize;
            trace = sample.Trace;
            interaction = sample.Interaction;
            previous = sample.PreviousInteraction;
            fixedValues = [.. air.Preprocessed.Select(column => sample.Preprocessed(column.Name))];
            ClaimedSum = sample.ClaimedSum;
            Coefficient = sample.Coefficient;
            Columns = [("trace", trace), ("interaction", interaction), ("previous interaction", previous), ("fixed", fixedValues)];
        }

        public (string Kind, QM31[] Values)[] Columns { get; }

        public QM31 ClaimedSum { get; set; }

        public QM31 Coefficient { get; }

        public bool HasLookups => !air.Lookups.IsEmpty;

        public QM31 Sum(QM31 before = default)
        {
            ComponentMask mask = new()
            {
                Trace = trace,
                Preprocessed = fixedValues,
                Parameters = parameters,
                Interaction = interaction,
                PreviousInteraction = previous,
                ClaimedSum = ClaimedSum,
                LogSize = logSize,
            };
            return PointEvaluator.Accumulate(air, mask, elements, Coefficient, before);
        }
    }
}
