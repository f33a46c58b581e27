using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Kraken.Air;
using Kraken.Cairo.Air.Components;
using Kraken.Cairo.Air.Proofs;
using Xunit;

namespace Kraken.Cairo.Air.Tests;

public sealed class ComponentTableTests
{
    private static readonly JsonElement Table = SharedData.Json("s-two", "component_table.json");

    public static IEnumerable<JsonElement> Rows => Table.GetProperty("components").EnumerateArray();

    [Fact]
    public void ComponentsFollowTheClaimOrder()
    {
        string[] expected = [.. Rows.Select(Name).Where(name => CairoComponents.TryGet(name, out _))];
        Assert.Equal(expected, CairoComponents.All.Select(component => component.Name));
    }

    [Fact]
    public void ColumnsConstraintsAndDegreesAreTheReferences()
    {
        foreach (JsonElement row in Rows.Where(row => CairoComponents.TryGet(Name(row), out _)))
        {
            AirRecording air = CairoComponents.Get(Name(row)).Air;
            Assert.Equal(Number(row, "trace_columns"), air.Columns.Length);
            Assert.Equal(Number(row, "interaction_columns"), air.InteractionColumns);
            Assert.Equal(Number(row, "n_constraints"), air.ConstraintCount);
            Assert.Equal(row.GetProperty("preprocessed_columns").GetArrayLength(), air.Preprocessed.Length);
            Assert.True(air.MaxConstraintDegree <= Number(row, "max_constraint_degree"), $"{air.Name}: degree {air.MaxConstraintDegree}");
        }
    }

    [Fact]
    public void ClaimsKnowTheComponentsColumns()
    {
        Assert.Equal(
            ClaimLayout.Components,
            CairoComponents.All.Select(component =>
                new ClaimComponent(
                    component.Name, component.Air.Columns.Length, component.Air.InteractionColumns, component.FixedLogSize)));
    }

    [Fact]
    public void LookupsAreTheReferencesInOrder()
    {
        foreach (JsonElement row in Rows.Where(row => CairoComponents.TryGet(Name(row), out _)))
        {
            AirRecording air = CairoComponents.Get(Name(row)).Air;
            string[] expected = [.. row.GetProperty("lookups").EnumerateArray().Select(lookup => lookup[0].GetString()!)];
            Assert.Equal(expected, air.Lookups.Select(lookup => lookup.Relation.Name));
        }
    }

    [Fact]
    public void RelationIdentifiersAreTheReferences()
    {
        Dictionary<string, uint> expected =
            Table.GetProperty("relation_ids").EnumerateObject().ToDictionary(
                entry => entry.Value.GetString()!, entry => uint.Parse(entry.Name));
        foreach (Relation relation in CairoComponents.All.SelectMany(component => component.Air.Lookups).Select(lookup => lookup.Relation))
        {
            Assert.Equal(expected[relation.Name], relation.Id.Value);
        }
    }

    private static string Name(JsonElement row) => row.GetProperty("name").GetString()!;

    private static int Number(JsonElement row, string name) => row.GetProperty(name).GetInt32();
}
