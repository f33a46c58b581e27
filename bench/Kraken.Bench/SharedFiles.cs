using System;
using System.IO;

namespace Kraken.Bench;

/// <summary>The inputs beside the repository.</summary>
internal static class SharedFiles
{
    private static readonly string Folder = Find();

    /// <summary>The path of a file of ../shared/data/s-two.</summary>
    internal static string PathOf(string name) => Path.Combine(Folder, name);

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kraken.slnx")))
        {
            folder = folder.Parent;
        }

        string root = folder?.FullName ?? throw new DirectoryNotFoundException("no Kraken.slnx above the program");
        return Path.GetFullPath(Path.Combine(root, "..", "shared", "data", "s-two"));
    }
}
