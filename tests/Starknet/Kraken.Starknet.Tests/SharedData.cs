using System;
using System.IO;
using System.Text.Json;

namespace Kraken.Starknet.Tests;

/// <summary>Finds the repository and the shared test data beside it.</summary>
internal static class SharedData
{
    public static string Root { get; } = FindRoot();

    public static string Path(string relative) => System.IO.Path.Combine(Root, "..", "shared", "data", relative);

    // Traces nest deeply.
    public static JsonElement Json(string relative) =>
        JsonDocument.Parse(File.ReadAllBytes(Path(relative)), new JsonDocumentOptions { MaxDepth = 512 }).RootElement;

    private static string FindRoot()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(directory.FullName, "Kraken.slnx")))
            {
                return directory.FullName;
            }
        }

        throw new DirectoryNotFoundException("Kraken.slnx not found above the test binaries");
    }
}
