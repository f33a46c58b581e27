using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using Kraken.Cli.Files;
using Kraken.Dev;
using Kraken.Serialization.Json;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;
using Kraken.Starknet.Limits;
using Kraken.Storage.Files;

namespace Kraken.Cli.Verbs;

/// <summary>Sierra classes from files as compilers write them, and from folders of such files.</summary>
internal static class ClassFiles
{
    /// <summary>The folder of the classes that are declared where the command line names none.</summary>
    public const string Variable = "KRAKEN_CLASSES";

    // What starknet-devnet and starknet.js call them, and what scarb writes.
    private static readonly ImmutableArray<string> Patterns = ["*.sierra.json", "*.contract_class.json"];

    /// <summary>The classes of paths, or of the folder that the environment names where there are none.</summary>
    /// <param name="option">The option that names them.</param>
    /// <param name="paths">What it says.</param>
    /// <returns>Those of files that were named, and those that were found in folders.</returns>
    /// <exception cref="InvalidDataException">A file is no class, or there are more than may be.</exception>
    public static (ImmutableArray<SierraClass> Named, ImmutableArray<SierraClass> Found) ReadAll(
        string option, IReadOnlyCollection<string> paths)
    {
        string? folder = Environment.GetEnvironmentVariable(Variable);
        string[] all = paths.Count > 0 ? [.. paths] : string.IsNullOrEmpty(folder) ? [] : [folder];
        string origin = paths.Count > 0 ? option : Variable;
        ImmutableArray<SierraClass> found = [.. all.Where(Directory.Exists).SelectMany(OfFolder)];
        ImmutableArray<SierraClass> named = [.. all.Where(path => !Directory.Exists(path)).Select(path => Read(origin, path))];
        int count = named.Length + found.Length;
        return count <= DevOptions.MaxClasses ? (named, found) : throw new InvalidDataException(string.Create(
            CultureInfo.InvariantCulture, $"{origin}: expected at most {DevOptions.MaxClasses} classes, got {count}"));
    }

    /// <summary>The class of a file.</summary>
    /// <param name="origin">The option or variable that names it.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static SierraClass Read(string origin, string path) =>
        TryRead(path, out string? problem) ?? throw new InvalidDataException($"{origin}: {problem}");

    // A folder may hold what is no class that could be declared: that is told, and left aside.
    private static IEnumerable<SierraClass> OfFolder(string folder)
    {
        IEnumerable<string> files = Patterns
            .SelectMany(pattern => Directory.EnumerateFiles(folder, pattern))
            .Take(DevOptions.MaxClasses + 1)
            .Order(StringComparer.Ordinal);
        foreach (string file in files)
        {
            // Reading of a pipe would have no end; it has no length either.
            FileInfo about = new(file);
            string? problem = about is { Exists: true, Length: 0 } ? $"{file}: expected a file with content, got none" : null;
            if (problem is null && TryRead(file, out problem) is { } sierra)
            {
                yield return sierra;
            }
            else
            {
                ErrorLine.Write($"not declared: {problem}");
            }
        }
    }

    private static SierraClass? TryRead(string path, out string? problem)
    {
        if (BoundedFile.TryRead(path, ClassBounds.StarknetJsonBytes, out problem) is not { } json)
        {
            return null;
        }

        if (SierraClassJson.TryDecode(json, out SierraClass? sierra, out DecodeError? error))
        {
            return sierra;
        }

        problem = $"{path}: {error}";
        return null;
    }
}
