using System;
using System.IO;
using System.Text.Json;

namespace Kraken.Execution.Tests;

/// <summary>The shared test data beside the repository.</summary>
internal static class RepositoryData
{
    private static readonly string Root = FindRoot();

    internal static string PathOf(params string[] parts) => Path.Combine([Root, "..", "shared", "data", .. parts]);

    internal static JsonDocument Json(params string[] parts) => JsonDocument.Parse(File.ReadAllBytes(PathOf(parts)));

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kraken.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("Kraken.slnx is not above the test");
    }
}
