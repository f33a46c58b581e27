using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Kraken.Air.Evaluation;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Tests.Proofs;
using Kraken.Cairo.Air.Verification;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark;
using Kraken.Stark.Channels;
using Kraken.Stark.Pcs;
using Xunit;

namespace Kraken.Cairo.Air.Tests.Verification;

/// <summary>The constraints at the out-of-domain point, component by component.</summary>
public sealed class OutOfDomainTests
{
    [Theory]
    [InlineData("all_opcode_components.proof.cairo_serde.json", "test_prove_verify_all_opcode_components.oods.json")]
    [InlineData("all_opcode_components.canonical_small.proof.cairo_serde.json", "all_opcode_components.canonical_small.oods.json")]
    [InlineData("all_builtins.canonical_small.proof.cairo_serde.json", "all_builtins.canonical_small.oods.json")]
    [InlineData("fib_16.canonical_small.proof.cairo_serde.json", "fib_16.canonical_small.oods.json")]
    [InlineData("ret_opcode.poseidon252.proof.cairo_serde.json", "test_prove_verify_ret_opcode.oods.json")]
    public void RunningSumsAreReproduced(string proofName, string oodsName)
    {
        CairoProof proof = SharedProofs.Read(proofName);
        JsonElement oods = SharedData.Json("s-two", oodsName);
        QM31[][][] sampled = proof is CairoProof<Felt> poseidon
            ? poseidon.Stark.SampledValues
            : ((CairoProof<Blake2sHash>)proof).Stark.SampledValues;
        Assert.Null(CairoTraceLayout.Create(proof.Claim, proof.Variant, out CairoTraceLayout? layout));
        Assert.Equal(oods.GetProperty("trace_log_degree_bound").GetInt32(), layout!.MaxLogSize);

        List<(string Name, QM31 Sum)> sums = [];
        LookupElements elements = new(Secure(oods.GetProperty("z")), Secure(oods.GetProperty("alpha")));
        CairoComposition composition = new(proof.Claim, proof.ClaimedSums, layout, elements);
        QM31 total = composition.Evaluate(
            sampled,
            Secure(oods.GetProperty("composition_random_coeff")),
            (component, sum) => sums.Add((component.Instance.Layout.Name, sum)));

        JsonElement[] expected = [.. oods.GetProperty("running_sum_after_component").EnumerateArray()];
        Assert.Equal(expected.Select(e => (e[0].GetString()!, Secure(e[1]))), sums);
        CirclePoint<QM31> point = new(Secure(oods.GetProperty("oods_x")), Secure(oods.GetProperty("oods_y")));
        Assert.Equal(total, CompositionHalves.Numerator(sampled[3], point, layout.MaxLogSize));
        Assert.Equal(Secure(oods.GetProperty("vanishing")), new CanonicCoset(layout.MaxLogSize).EvaluateVanishing(point));
    }

    [Fact]
    public void QuotientAnswersAreReproduced()
    {
        CairoProof<Blake2sHash> proof = (CairoProof<Blake2sHash>)SharedProofs.Read("all_opcode_components.proof.cairo_serde.json");
        JsonElement expected = SharedData.Json("s-two", "transcript_all_opcode_components.json");
        Assert.Null(CairoTraceLayout.Create(proof.Claim, proof.Variant, out CairoTraceLayout? layout));
        CirclePoint<QM31> point = new(Secure(expected.GetProperty("oods_x")), Secure(expected.GetProperty("oods_y")));
        QM31 coefficient = Secure(expected.GetProperty("transcript").EnumerateArray()
            .First(step => step.GetProperty("step").GetString() == "draw quotient coeff").GetProperty("events")[0].GetProperty("value"));
        QuotientEvaluator quotients = new([.. layout!.Trees], proof.Stark.SampledValues, point, coefficient, layout.MaxLogSize);
        CircleDomain domain = new CanonicCoset(layout.MaxLogSize + 1).CircleDomain;
        M31[][] columns = [.. proof.Stark.QueriedValues.SelectMany(tree => tree)];
        int query = 0;
        foreach (JsonElement answer in expected.GetProperty("answers").EnumerateArray())
        {
            M31[] row = [.. columns.Select(column => column[query])];
            uint position = expected.GetProperty("query_positions")[query++].GetUInt32();
            Assert.True(quotients.TryEvaluate(row, domain.AtSlot(position), out QM31 value));
            Assert.Equal(Secure(answer), value);
        }

        Assert.Equal(70, query);
    }

    private static QM31 Secure(JsonElement value)
    {
        M31[] c = [.. value.EnumerateArray().Select(v => M31.FromCanonical(v.GetUInt32()))];
        return new(c[0], c[1], c[2], c[3]);
    }
}
