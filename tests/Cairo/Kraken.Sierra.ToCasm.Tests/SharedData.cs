using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Sierra.ToCasm.Classes;

namespace Kraken.Sierra.ToCasm.Tests;

/// <summary>Reads the shared vectors.</summary>
internal static class SharedData
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    public static JsonElement Json(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    public static SierraContractClass Contract(string path)
    {
        JsonElement json = Json(path);
        JsonElement entryPoints = json.GetProperty("entry_points_by_type");
        return new SierraContractClass(
            [.. json.GetProperty("sierra_program").EnumerateArray().Select(f => Felt.Parse(f.GetString()!))],
            new EntryPoints<SierraEntryPoint>
            {
                External = EntryPoints(entryPoints, "EXTERNAL"),
                L1Handler = EntryPoints(entryPoints, "L1_HANDLER"),
                Constructor = EntryPoints(entryPoints, "CONSTRUCTOR"),
            });
    }

    private static ImmutableArray<SierraEntryPoint> EntryPoints(JsonElement json, string type) =>
        [.. json.GetProperty(type).EnumerateArray().Select(
            e => new SierraEntryPoint(Felt.Parse(e.GetProperty("selector").GetString()!), e.GetProperty("function_idx").GetUInt64()))];

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Kraken.slnx")))
        {
            directory = directory.Parent;
        }

        return Path.Combine(directory!.FullName, "..", "shared", "data");
    }
}
