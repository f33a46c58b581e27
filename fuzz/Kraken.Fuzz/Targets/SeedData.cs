using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Kraken.Fuzz.Targets;

/// <summary>Genuine data: the files beside the repository, and what is small enough to stand in the code.</summary>
internal static class SeedData
{
    /// <summary>The folder that holds Kraken.slnx.</summary>
    internal static string Root { get; } = FindRoot();

    private static string Shared { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data"));

    /// <summary>The content of files of ../shared/data.</summary>
    internal static IEnumerable<byte[]> Files(params string[] names) => names.Select(name => File.ReadAllBytes(Path.Combine(Shared, name)));

    /// <summary>The content of all files of a folder of ../shared/data whose name fits and that have at most a number of bytes.</summary>
    internal static IEnumerable<byte[]> Folder(string folder, string pattern, int maxBytes) =>
        Directory.EnumerateFiles(Path.Combine(Shared, folder), pattern)
            .Order(StringComparer.Ordinal)
            .Where(path => new FileInfo(path).Length <= maxBytes)
            .Select(File.ReadAllBytes);

    /// <summary>A JSON file of ../shared/data.</summary>
    internal static JsonElement Json(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Shared, name))).RootElement;

    /// <summary>The bytes of a JSON value.</summary>
    internal static byte[] Bytes(JsonElement element) => JsonSerializer.SerializeToUtf8Bytes(element);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kraken.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("no Kraken.slnx above the program");
    }
}
