using System;
using System.IO;
using System.Text.Json;

namespace Kraken.Circle.Tests;

/// <summary>Finds the vectors beside the repository.</summary>
internal static class SharedData
{
    internal static JsonElement ReadJson(params string[] path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(PathOf(path)));
        return document.RootElement.Clone();
    }

    internal static string PathOf(params string[] path)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kraken.slnx")))
        {
            folder = folder.Parent;
        }

        string root = folder?.FullName ?? throw new DirectoryNotFoundException("no Kraken.slnx above the test");
        return Path.GetFullPath(Path.Combine([root, "..", "shared", "data", .. path]));
    }
}
