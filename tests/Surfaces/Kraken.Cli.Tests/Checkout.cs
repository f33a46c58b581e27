using System;
using System.IO;

namespace Kraken.Cli.Tests;

/// <summary>Files of the tree under test.</summary>
internal static class Checkout
{
    /// <summary>The folder that holds Kraken.slnx.</summary>
    public static string Root { get; } = FindRoot();

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
