using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Fields;

namespace Kraken.Sierra.Tests;

/// <summary>Reads the shared vectors beside the repository.</summary>
internal static class SharedData
{
    private static readonly string Repository = FindRepository();

    public static string PathOf(string relative) => Path.Combine(Repository, "..", "shared", "data", relative);

    /// <summary>A small vector of the repository's own.</summary>
    public static string Vector(string relative) => Path.Combine(Repository, "tests", "vectors", relative);

    /// <summary>The felts of every Sierra class of a folder, by its path.</summary>
    public static IEnumerable<(string Path, Felt[] Felts)> Classes(string folder) =>
        from path in Directory.EnumerateFiles(PathOf(folder), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        where path.EndsWith(".sierra.json", StringComparison.Ordinal) || path.EndsWith(".contract_class.json", StringComparison.Ordinal)
        select (path, Class(path));

    public static Felt[] Class(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.GetProperty("sierra_program").EnumerateArray().Select(felt => Felt.Parse(felt.GetString()!))];
    }

    /// <summary>The felts of the smallest class that the chain of the task declares.</summary>
    public static Felt[] SmallClass() => Class(PathOf("cairo/chain-contracts/universal_deployer.sierra.json"));

    private static string FindRepository()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Kraken.slnx")))
        {
            directory = directory.Parent;
        }

        return directory!.FullName;
    }
}
