using System;
using System.Linq;
using System.Text;
using System.Text.Json;
using Kraken.Casm.Classes;
using Kraken.Sierra.ToCasm.Classes;

namespace Kraken.Sierra.ToCasm.Tests;

/// <summary>Compares what this compiler makes of a class with what the genuine one made.</summary>
internal static class ClassComparison
{
    // All parts but the hints, whose wording (not their effect) has changed between the compilers that made the vectors.
    private static readonly string[] Code = ["bytecode", "bytecode_segment_lengths", "entry_points_by_type", "prime"];

    /// <summary>Compares code and hints; each is null when equal, or tells where it differs.</summary>
    public static (string? Code, string? Hints) Compare(string sierraPath, string casmPath)
    {
        SierraContractClass contract = SharedData.Contract(sierraPath);
        if (!SierraCompiler.TryCompile(contract, out CasmClass? casm, out SierraError? error))
        {
            return (error.ToString(), error.ToString());
        }

        JsonElement expected = SharedData.Json(casmPath);
        using JsonDocument actual = JsonDocument.Parse(CasmClassJson.ToBytes(casm));
        string? code = Code.Select(part => Difference(part, expected, actual.RootElement)).FirstOrDefault(d => d is not null);
        return (code, Difference("hints", expected, actual.RootElement));
    }

    private static string? Difference(string part, JsonElement expected, JsonElement actual)
    {
        bool there = expected.TryGetProperty(part, out JsonElement want);
        bool here = actual.TryGetProperty(part, out JsonElement got);
        // Class files of old compilers carry no lengths; that is also what null means.
        there &= want.ValueKind != JsonValueKind.Null;
        bool equal = there == here && (!here || JsonElement.DeepEquals(want, got));
        return equal ? null : $"{part}: {Describe(there ? want : default, here ? got : default)}";
    }

    private static string Describe(JsonElement want, JsonElement got)
    {
        if (want.ValueKind != JsonValueKind.Array || got.ValueKind != JsonValueKind.Array)
        {
            return $"expected {want.ValueKind}, got {got.ValueKind}";
        }

        int first = Enumerable.Range(0, Math.Min(want.GetArrayLength(), got.GetArrayLength())).FirstOrDefault(
            i => !JsonElement.DeepEquals(want[i], got[i]), -1);
        StringBuilder text = new();
        text.Append($"{want.GetArrayLength()} expected, {got.GetArrayLength()} got, first difference at {first}");
        if (first < 0)
        {
            return text.ToString();
        }

        string values = $": {want[first].GetRawText()} / {got[first].GetRawText()}";
        values = string.Concat(values.Where(c => !char.IsWhiteSpace(c)));
        return text.Append(values.AsSpan(0, Math.Min(values.Length, 240))).ToString();
    }
}
