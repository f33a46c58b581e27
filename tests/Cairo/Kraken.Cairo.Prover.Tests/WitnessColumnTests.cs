using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Kraken.Cairo.Prover.Witness;
using Kraken.Stark.Prover.Memory;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>Every base column against the reference prover's, by hash.</summary>
public sealed class WitnessColumnTests
{
    [Fact]
    public void AllOpcodesHaveTheReferenceColumns() => ColumnsAgree("all_opcode_components");

    [Fact]
    public void AllBuiltinsHaveTheReferenceColumns() => ColumnsAgree("all_builtins");

    private static void ColumnsAgree(string name)
    {
        using BufferPool pool = new();
        IReadOnlyList<ComponentTrace> traces = WitnessGenerator.Generate(SharedData.Input(name), 20, pool);
        using JsonDocument expected = SharedData.Json(name + ".canonical_small.columns.json");
        List<string> differences = [];
        JsonElement[] components = [.. expected.RootElement.GetProperty("components").EnumerateArray()];
        Assert.Equal(components.Select(c => c.GetProperty("component").GetString()), traces.Select(t => t.Component.Name));
        for (int i = 0; i < components.Length; i++)
        {
            Compare(components[i], traces[i], differences);
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences.Take(60)));
    }

    private static void Compare(JsonElement expected, ComponentTrace trace, List<string> differences)
    {
        if (expected.GetProperty("log_size").GetInt32() != trace.LogSize)
        {
            differences.Add($"{trace.Component.Name}: log size {trace.LogSize}, expected {expected.GetProperty("log_size").GetInt32()}");
            return;
        }

        int index = 0;
        foreach (JsonElement column in expected.GetProperty("base").EnumerateArray())
        {
            Span<uint> rows = trace.Trace.Rows(index);
            string hash = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(rows)))[..32];
            if (hash != column[0].GetString())
            {
                differences.Add(
                    $"{trace.Component.Name} {index} {trace.Component.Air.Columns[index].Name}: "
                    + $"{string.Join(',', rows[..4].ToArray())}, expected {column[1]}");
            }

            index++;
        }
    }
}
