using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Kraken.Cairo0.Tests;

/// <summary>The shared vectors beside the repository, and its own.</summary>
internal static class SharedData
{
    private static readonly string Repository = FindRepository();

    public static string Language => PathOf("cairo0_language");

    public static string PathOf(string relative) => Path.Combine(Repository, "..", "shared", "data", "cairo", relative);

    public static string Vector(string relative) => Path.Combine(Repository, "tests", "vectors", "cairo0", relative);

    /// <summary>All sources under a folder.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(folder, "*.cairo", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    /// <summary>
    /// The message that belongs to a source that does not compile; of errors without a place, the name of the exception is cut off.
    /// </summary>
    public static string Error(string source)
    {
        var text = File.ReadAllText(Path.ChangeExtension(source, ".error.txt")).TrimEnd();
        return text.StartsWith("starkware.", StringComparison.Ordinal) ? text[(text.IndexOf(": ", StringComparison.Ordinal) + 2)..] : text;
    }

    private static string FindRepository()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Kraken.slnx")))
        {
            directory = directory.Parent;
        }

        return directory!.FullName;
    }
}
