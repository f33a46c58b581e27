using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Kraken.Casm.Classes;
using Kraken.Sierra.ToCasm.Classes;

namespace Kraken.Sierra.ToCasm.Tests;

/// <summary>Compares what this compiler makes of a class with what the genuine one made.</summary>
internal static class ClassComparison
{
    private static readonly string[] Code = ["bytecode", "bytecode_segment_lengths", "entry_points_by_type", "prime"];

    /// <summary>Compares code and hints; returns null when all are equal, or where they differ.</summary>
    public static string? Compare(string sierraPath, string casmPath) => Compare(sierraPath, casmPath, [.. Code, "hints"]);

    /// <summary>Compares all but the hints, whose wording (not their effect) has changed between compilers that made the vectors.</summary>
    public static string? CompareCode(string sierraPath, string casmPath) => Compare(sierraPath, casmPath, Code);

    private static string? Compare(string sierraPath, string casmPath, string[] parts)
    {
        SierraContractClass contract = SharedData.Contract(sierraPath);
        if (!SierraCompiler.TryCompile(contract, out CasmContractClass? casm, out SierraError? error))
        {
            return error.ToString();
        }

        JsonElement expected = SharedData.Json(casmPath);
        using JsonDocument actual = JsonDocument.Parse(CasmContractClassJson.Write(casm));
        foreach (string part in parts)
        {
            bool there = expected.TryGetProperty(part, out JsonElement want);
            bool here = actual.RootElement.TryGetProperty(part, out JsonElement got);
            // Class files of old compilers carry no lengths; that is also what null means.
            there &= want.ValueKind != JsonValueKind.Null;
            if (there != here || (here && !JsonElement.DeepEquals(want, got)))
            {
                return $"{part}: {Describe(part, there ? want : default, here ? got : default)}";
            }
        }

        return null;
    }

    private static string Describe(string part, JsonElement want, JsonElement got)
    {
        if (want.ValueKind != JsonValueKind.Array || got.ValueKind != JsonValueKind.Array)
        {
            return $"expected {want.ValueKind}, got {got.ValueKind}";
        }

        int first = Enumerable.Range(0, Math.Min(want.GetArrayLength(), got.GetArrayLength())).FirstOrDefault(i => !JsonElement.DeepEquals(want[i], got[i]), -1);
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
