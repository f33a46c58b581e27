using System;
using System.IO;

namespace Kraken.EndToEnd.Tests;

/// <summary>Files of the checkout and the data beside it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string SharedData { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data"));

    /// <summary>The program under test.</summary>
    public static string Kraken { get; } = Path.Combine(Root, "artifacts", "bin", "Kraken.Cli", "release", "kraken");

    /// <summary>A validator that attacks the others.</summary>
    public static string Byzantine { get; } = Path.Combine(Root, "artifacts", "bin", "Kraken.Byzantine", "release", "kraken-byzantine");

    public static string Scripts { get; } = Path.Combine(Root, "tests", "EndToEnd", "js");

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kraken.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("no Kraken.slnx above the test's folder");
    }
}
