using System;
using System.IO;
using System.Text.Json;

namespace Kraken.Cairo.Air.Tests;

/// <summary>The project's test data next to the repository.</summary>
internal static class SharedData
{
    public static string Root { get; } = FindRoot();

    public static string Path(params ReadOnlySpan<string> parts) =>
        System.IO.Path.Combine(Root, "..", "shared", "data", System.IO.Path.Combine(parts));

    public static JsonElement Json(params ReadOnlySpan<string> parts)
    {
        using FileStream file = File.OpenRead(Path(parts));
        return JsonDocument.Parse(file).RootElement;
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "Kraken.slnx")))
        {
            folder = System.IO.Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("Kraken.slnx");
    }
}
