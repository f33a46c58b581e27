using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Air;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Prover.Tests.Constraints;

/// <summary>
/// What binds each column. Assigned columns and enablers have a constraint of their own; the others may rest on lookups alone: inputs and
/// multiplicities by their own yields, and deduced values by the memory and the tables they are looked up in.
/// </summary>
public sealed class LookupBoundColumnTests
{
    private const int RowsPerComponent = 64;

    // Relations whose yielders state a fact about the tuple: a fixed table, the memory, or another component's computation.
    private static readonly string[] Facts =
    [
        "memory_address_to_id", "memory_id_to_", "range_check", "verify_bitwise_xor", "verify_instruction", "blake_", "triple_xor",
        "cube", "poseidon_", "pedersen_", "partial_ec_mul", "opcodes",
    ];

    [Theory]
    [InlineData("all_opcode_components")]
    [InlineData("all_builtins")]
    public void AssignedColumnsHaveAConstraint(string name)
    {
        using GenuineTrace trace = new(SharedData.Input(name));
        List<string> missing = [];
        for (int i = 0; i < trace.Components.Count; i++)
        {
            AirRecording air = trace.Components[i].Air;
            Dictionary<int, string[]> bound = LookupBound(trace, i);
            missing.AddRange(bound.Keys
                .Where(column => air.Columns[column].Kind is ColumnKind.Assigned or ColumnKind.Enabler)
                .Select(column => $"{air.Name} {column} {air.Columns[column].Name}"));
        }

        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("all_opcode_components")]
    [InlineData("all_builtins")]
    public void ColumnsWithoutAConstraintRestOnFacts(string name)
    {
        using GenuineTrace trace = new(SharedData.Input(name));
        for (int i = 0; i < trace.Components.Count; i++)
        {
            AirRecording air = trace.Components[i].Air;
            Dictionary<int, string[]> bound = LookupBound(trace, i);
            foreach ((int column, string[] relations) in bound)
            {
                Assert.True(
                    relations.All(relation => Facts.Any(fact => relation.StartsWith(fact, StringComparison.OrdinalIgnoreCase))),
                    $"{air.Name} {air.Columns[column].Name} rests on {string.Join(", ", relations)}");
            }

            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{air.Name}: {bound.Count} of {air.Columns.Length} columns rest on lookups alone");
        }
    }

    /// <summary>Multiplicities are the numerators of the component's own yields, and nothing else reads them.</summary>
    [Fact]
    public void MultiplicitiesAreSeenByTheirYieldsOnly()
    {
        using GenuineTrace trace = new(SharedData.Input("all_builtins"));
        for (int i = 0; i < trace.Components.Count; i++)
        {
            AirRecording air = trace.Components[i].Air;
            TraceRow row = trace.Row(i, 0);
            RowReading genuine = row.Read();
            for (int column = 0; column < air.Columns.Length; column++)
            {
                if (air.Columns[column].Kind != ColumnKind.Multiplicity)
                {
                    continue;
                }

                RowReading altered = row.Read(column, row.Cell(column) + M31.One);
                Assert.Empty(altered.Violated);
                (LookupReading Before, LookupReading After)[] changed =
                    [.. genuine.Lookups.Zip(altered.Lookups).Where(pair => !pair.First.CountsAs(pair.Second))];
                Assert.NotEmpty(changed);
                Assert.All(changed, pair => Assert.Equal(pair.Before.Tuple, pair.After.Tuple));
                Assert.All(changed, pair => Assert.Equal(M31.One, pair.Before.Numerator - pair.After.Numerator));
            }
        }
    }

    /// <summary>The columns that no constraint sees on any row, with the relations that do.</summary>
    private static Dictionary<int, string[]> LookupBound(GenuineTrace trace, int component)
    {
        HashSet<int> unseen = [.. Enumerable.Range(0, trace.Components[component].Air.Columns.Length)];
        Dictionary<int, HashSet<string>> relations = unseen.ToDictionary(column => column, _ => new HashSet<string>());
        foreach (int index in trace.ActiveRows(component, RowsPerComponent).TakeWhile(_ => unseen.Count > 0))
        {
            TraceRow row = trace.Row(component, index);
            RowReading genuine = row.Read();
            foreach (int column in unseen.ToArray())
            {
                RowReading altered = row.Read(column, row.Cell(column) + M31.FromCanonical(77777));
                if (altered.Violated.Count > 0)
                {
                    unseen.Remove(column);
                }

                relations[column].UnionWith(genuine.ChangedRelations(altered));
            }
        }

        return unseen.Where(column => relations[column].Count > 0).ToDictionary(column => column, column => relations[column].ToArray());
    }
}
