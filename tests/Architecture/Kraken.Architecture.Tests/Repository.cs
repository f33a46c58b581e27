using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Kraken.Architecture.Tests;

/// <summary>The checked-out tree under test.</summary>
internal static class Repository
{
    /// <summary>The folder that holds Kraken.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Hand-written C# files of src/, as paths relative to the root with forward slashes.</summary>
    public static IReadOnlyList<string> Sources { get; } = Files("src", "*.cs");

    /// <summary>Files below a folder of the root, build outputs left out, relative with forward slashes, sorted.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern) =>
        [.. Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    /// <summary>The lines of a file of the tree that are neither blank nor comments ('#').</summary>
    public static IEnumerable<string> Entries(string relative) =>
        File.ReadLines(Path.Combine(Root, relative)).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#');

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
