using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Kraken.Air;
using Kraken.Air.Evaluation;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Components;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Tests.Proofs;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Xunit;

namespace Kraken.Cairo.Air.Tests;

/// <summary>The constraints of whole genuine proofs at their out-of-domain point, component by component.</summary>
public sealed class OutOfDomainTests
{
    [Fact]
    public void Fibonacci() => Check("fib_16.canonical_small");

    [Fact]
    public void AllOpcodes() => Check("all_opcode_components.canonical_small");

    [Fact]
    public void AllBuiltins() => Check("all_builtins.canonical_small");

    private static void Check(string name)
    {
        CairoProof proof = SharedProofs.Read(name + ".proof.cairo_serde.json");
        QM31[][][] samples = ((CairoProof<Blake2sHash>)proof).Stark.SampledValues;
        JsonElement oods = SharedData.Json("s-two", name + ".oods.json");
        QM31 coefficient = SampleEvaluation.Read(oods.GetProperty("composition_random_coeff"));
        LookupElements elements = new(SampleEvaluation.Read(oods.GetProperty("z")), SampleEvaluation.Read(oods.GetProperty("alpha")));
        Assert.True(PublicLogup.TrySum(proof.Claim.PublicData, elements, out QM31 logup));
        Assert.Equal(QM31.Zero, proof.ClaimedSums.Aggregate(logup, (total, sum) => total + sum));
        Assert.Null(ClaimRules.FindError(proof.Claim));

        QM31 accumulator = QM31.Zero;
        int place = 0;
        (int trace, int interaction) = (0, 0);
        List<QM31> sums = [];
        foreach (ComponentInstance instance in proof.Claim.Instances())
        {
            AirRecording air = CairoComponents.Get(instance.Layout.Name).Air;
            QM31[][] columns = samples[2][interaction..(interaction + air.InteractionColumns)];
            ComponentMask mask = new()
            {
                Trace = samples[1][trace..(trace + air.Columns.Length)].Select(column => column[0]).ToArray(),
                Preprocessed =
                    air.Preprocessed.Select(column => Preprocessed(samples[0], proof.Variant, column.Resolve(instance.LogSize))).ToArray(),
                Parameters = ComponentParameters.Of(proof.Claim, instance),
                Interaction = columns.Select(column => column[^1]).ToArray(),
                PreviousInteraction = columns[^4..].Select(column => column[0]).ToArray(),
                ClaimedSum = proof.ClaimedSums[place++],
                LogSize = instance.LogSize,
            };
            accumulator = PointEvaluator.Accumulate(air, mask, elements, coefficient, accumulator);
            sums.Add(accumulator);
            trace += air.Columns.Length;
            interaction += air.InteractionColumns;
        }

        JsonElement[] expected = [.. oods.GetProperty("running_sum_after_component").EnumerateArray()];
        Assert.Equal(expected.Select(entry => SampleEvaluation.Read(entry[1])), sums);
    }

    private static QM31 Preprocessed(QM31[][] samples, PreprocessedVariant variant, string name)
    {
        Assert.True(PreprocessedLayout.Of(variant).TryGetIndex(name, out int index), name);
        return samples[index][0];
    }
}
