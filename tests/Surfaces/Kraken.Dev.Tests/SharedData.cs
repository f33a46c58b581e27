using System;
using System.IO;

namespace Kraken.Dev.Tests;

/// <summary>Finds the shared test data beside the repository.</summary>
internal static class SharedData
{
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(FindRoot(), "..", "shared", "data"));

    private static string FindRoot()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Kraken.slnx")))
            {
                return directory.FullName;
            }
        }

        throw new DirectoryNotFoundException("Kraken.slnx not found above the test binaries");
    }
}
