using System;
using System.IO;

namespace Kraken.Cairo.Hints.Tests;

/// <summary>Finds the shared vectors beside the repository.</summary>
internal static class DataFiles
{
    public static string Folder(params string[] parts)
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Kraken.slnx")))
        {
            root = Path.GetDirectoryName(root) ?? throw new DirectoryNotFoundException("the repository root holds Kraken.slnx");
        }

        return Path.Combine([root, "..", "shared", "data", .. parts]);
    }
}
