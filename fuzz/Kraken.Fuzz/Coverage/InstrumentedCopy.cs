using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using SharpFuzz;

namespace Kraken.Fuzz.Coverage;

/// <summary>A copy of the program whose decoders count the edges that they take.</summary>
internal static class InstrumentedCopy
{
    private const string Stamp = "instrumented.stamp";

    // Arithmetic: its edges say nothing about what is decoded, and counting them would be most of the time.
    private static readonly HashSet<string> Plain =
        [
            "Kraken.Fuzz", "Kraken.Fields", "Kraken.Curves", "Kraken.Hashing", "Kraken.Circle", "Kraken.Air", "Kraken.Stark.Prover",
            "Kraken.Trie",
        ];

    /// <summary>Whether this process runs in such a copy.</summary>
    internal static bool IsHere => File.Exists(Path.Combine(AppContext.BaseDirectory, Stamp));

    /// <summary>Makes the copy unless it is that of this very build.</summary>
    /// <param name="folder">Where it stands.</param>
    /// <returns>The program in the copy.</returns>
    internal static string Make(string folder)
    {
        string source = AppContext.BaseDirectory;
        string program = Path.Combine(folder, "Kraken.Fuzz");
        string state = string.Join('\n', Directory.EnumerateFiles(source, "*.dll").Order(StringComparer.Ordinal)
            .Select(path => $"{Path.GetFileName(path)} {new FileInfo(path).Length} {File.GetLastWriteTimeUtc(path).Ticks}"));
        string stamp = Path.Combine(folder, Stamp);
        if (File.Exists(stamp) && File.ReadAllText(stamp) == state)
        {
            return program;
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Copy(source, folder);
        foreach (string path in Directory.EnumerateFiles(folder, "Kraken.*.dll")
            .Where(path => !Plain.Contains(Path.GetFileNameWithoutExtension(path))))
        {
            Instrument(path);
        }

        File.WriteAllText(stamp, state);
        return program;
    }

    // Nothing happens before the names of the types are asked for.
    private static void Instrument(string path) => _ = Fuzzer.Instrument(path, _ => true, Options.Value).ToList();

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (string folder in Directory.EnumerateDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}
