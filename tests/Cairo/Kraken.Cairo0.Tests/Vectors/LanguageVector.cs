using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kraken.Cairo0.Modules;

namespace Kraken.Cairo0.Tests.Vectors;

/// <summary>A program with what the reference compiler makes of it, compiled as its flags say.</summary>
internal static partial class LanguageVector
{
    private static readonly string[] Suffixes =
        [".proof.debug.json", ".proof.json", ".debug.json", ".no_opt.json", ".json", ".preprocessed.txt"];

    private static readonly string[] Others = ["expected.json", ".air_public.json", ".air_private.json"];

    private static readonly JsonSerializerOptions Spreading = new() { WriteIndented = true };

    /// <summary>The expected files below a folder, as paths relative to it; those of errors are left out.</summary>
    public static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(f => Suffixes.Any(f.EndsWith) && !Others.Any(f.EndsWith))
        .Select(f => Path.GetRelativePath(folder, f))
        .Order(StringComparer.Ordinal);

    /// <summary>What the reference compiler wrote.</summary>
    public static string Expected(string folder, string file) => File.ReadAllText(Path.Combine(folder, file));

    /// <summary>What this compiler writes, under the version of the reference compiler.</summary>
    public static string Compile(string folder, string file, string expected, params IEnumerable<string> libraries)
    {
        var path = Path.Combine(folder, file);
        var suffix = Suffixes.First(path.EndsWith);
        var place = Path.GetDirectoryName(path)!;
        var name = Path.GetFileName(path)[..^suffix.Length];
        string[] mains = name == "two_files" ? ["two_files.cairo", "more.cairo"] : [name + ".cairo"];
        var program = CairoCompiler.Compile(
            [.. mains.Select(m => SourceReader.Read(Path.Combine(place, m), m))],
            new ModuleFolders([.. libraries, place]),
            new CairoCompilerOptions
            {
                IsProofMode = suffix.Contains("proof", StringComparison.Ordinal),
                KeepsUnusedFunctions = suffix.Contains("no_opt", StringComparison.Ordinal),
            });
        return suffix == ".preprocessed.txt"
            ? program.ToPreprocessedText()
            : WithVersion(program.ToJson(suffix.Contains("debug", StringComparison.Ordinal)), Version().Match(expected).Value);
    }

    /// <summary>The same JSON with every value on a line of its own; some vectors are stored without line breaks.</summary>
    public static string Spread(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement, Spreading);
    }

    /// <summary>The first lines that differ, with those around them.</summary>
    public static string Difference(string expected, string actual)
    {
        var wanted = expected.Split('\n');
        var found = actual.Split('\n');
        var at = wanted.Zip(found).TakeWhile(p => p.First == p.Second).Count();
        return $"line {at + 1}:\n--- expected\n{Around(wanted, at)}\n--- found\n{Around(found, at)}";
    }

    private static string Around(string[] lines, int at) => string.Join('\n', lines.Skip(Math.Max(0, at - 12)).Take(24));

    private static string WithVersion(string json, string version) => Version().Replace(json, version, 1);

    [GeneratedRegex("\"compiler_version\": ?\"[^\"]*\"")]
    private static partial Regex Version();
}
