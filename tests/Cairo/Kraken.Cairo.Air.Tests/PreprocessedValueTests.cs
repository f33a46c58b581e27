using System.Text.Json;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Tests.Proofs;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Xunit;

namespace Kraken.Cairo.Air.Tests;

/// <summary>The fixed columns against the values that a genuine proof with every builtin opens at its out-of-domain point.</summary>
public sealed class PreprocessedValueTests
{
    private const string Proof = "all_builtins.canonical_small";

    [Fact]
    public void ColumnsOfUpToTheSixteenthPowerAreTheReferences() => Check(0, 16);

    [Fact]
    [Trait("Speed", "Slow")]
    public void LargeColumnsAreTheReferences() => Check(17, 20);

    private static void Check(int from, int to)
    {
        CairoProof proof = SharedProofs.Read(Proof + ".proof.cairo_serde.json");
        QM31[][] samples = ((CairoProof<Blake2sHash>)proof).Stark.SampledValues[0];
        FixedColumn[] columns = [.. PreprocessedTrace.Columns(PreprocessedVariant.CanonicalSmall)];
        TwiddleTree twiddles = new(to);
        int compared = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            if (samples[i].Length > 0 && columns[i].LogSize >= from && columns[i].LogSize <= to)
            {
                M31[] values = new M31[1 << columns[i].LogSize];
                columns[i].Fill(values);
                CircleFft.Interpolate(values, twiddles);
                Assert.True(samples[i][0] == CirclePolynomial.EvaluateAt(values, PointFor(columns[i].LogSize)), columns[i].Name);
                compared++;
            }
        }

        Assert.True(compared > 5, $"{compared} columns compared");
    }

    /// <summary>A column smaller than the trace is lifted: its polynomial is taken at a multiple of the point.</summary>
    private static CirclePoint<QM31> PointFor(int logSize)
    {
        JsonElement oods = SharedData.Json("s-two", Proof + ".oods.json");
        CirclePoint<QM31> point = new(SampleEvaluation.Read(oods.GetProperty("oods_x")), SampleEvaluation.Read(oods.GetProperty("oods_y")));
        for (int i = logSize; i < oods.GetProperty("trace_log_degree_bound").GetInt32(); i++)
        {
            point += point;
        }

        return point;
    }
}
