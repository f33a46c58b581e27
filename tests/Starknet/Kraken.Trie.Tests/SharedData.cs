using System;
using System.IO;

namespace Kraken.Trie.Tests;

/// <summary>Finds the shared test data beside the repository.</summary>
internal static class SharedData
{
    public static string Path(string relative)
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(directory.FullName, "Kraken.slnx")))
            {
                return System.IO.Path.Combine(directory.FullName, "..", "shared", "data", relative);
            }
        }

        throw new DirectoryNotFoundException("Kraken.slnx not found above the test binaries");
    }
}
