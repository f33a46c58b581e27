using System.Linq;
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

    /// <summary>The points of wide windows are never sampled without a Pedersen hash, but every column is opened at the queries.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void WidePedersenPointsAreTheReferences()
    {
        CairoProof proof = SharedProofs.Read("all_opcode_components.proof.cairo_serde.json");
        M31[][] opened = ((CairoProof<Blake2sHash>)proof).Stark.QueriedValues[0];
        int[] queries = [.. SharedData.Json("s-two", "transcript_all_opcode_components.json")
            .GetProperty("query_positions").EnumerateArray().Select(q => q.GetInt32())];
        FixedColumn[] columns = [.. PreprocessedTrace.Columns(PreprocessedVariant.Canonical)];
        TwiddleTree twiddles = new(24);
        foreach (string name in (string[])["pedersen_points_3", "pedersen_points_50"])
        {
            int index = System.Array.FindIndex(columns, column => column.Name == name);
            M31[] values = new M31[1 << columns[index].LogSize];
            columns[index].Fill(values);
            CircleFft.Interpolate(values, twiddles);
            M31[] extended = CircleFft.Extend(values, 1, twiddles);
            Assert.Equal(opened[index], queries.Select(query => extended[RowOf(query, 21, 26, 24)]));
        }
    }

    /// <summary>Where a query of the trace's tree lies in a column of the preprocessed tree.</summary>
    private static int RowOf(int query, int traceHeight, int treeHeight, int columnLogSize)
    {
        int leaf = ((query >> 1) << (treeHeight - traceHeight + 1)) | (query & 1);
        return ((leaf >> (treeHeight - columnLogSize + 1)) << 1) | (leaf & 1);
    }

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
