using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using Kraken.Fuzz.Targets;

namespace Kraken.Fuzz.Running;

/// <summary>What is kept of a target: artifacts/fuzz/TARGET/{corpus, crashes, current, result}.</summary>
internal sealed class TargetFolder(string target)
{
    private readonly string root = Path.Combine(Artifacts, target);

    /// <summary>The folder of all targets.</summary>
    internal static string Artifacts { get; } = Path.Combine(SeedData.Root, "artifacts", "fuzz");

    /// <summary>The input that is being given, for when the process does not survive it.</summary>
    internal string Current => Path.Combine(Directory.CreateDirectory(root).FullName, "current");

    /// <summary>What a run came to.</summary>
    internal string Result => Path.Combine(Directory.CreateDirectory(root).FullName, "result");

    /// <summary>The inputs that earlier runs kept.</summary>
    internal IEnumerable<byte[]> Corpus() =>
        Directory.Exists(Inside("corpus"))
            ? Directory.GetFiles(Inside("corpus")).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)
            : [];

    /// <summary>Keeps an input that led to new code.</summary>
    internal void Keep(byte[] input) => Write("corpus", input);

    /// <summary>Keeps an input no longer: others lead to the same code.</summary>
    internal void Drop(byte[] input) => File.Delete(Path.Combine(Inside("corpus"), NameOf(input)));

    /// <summary>Keeps an input of a finding; gives its path relative to the repository.</summary>
    internal string KeepCrash(byte[] input) => Path.GetRelativePath(SeedData.Root, Write("crashes", input));

    private string Write(string folder, byte[] input)
    {
        string path = Path.Combine(Directory.CreateDirectory(Inside(folder)).FullName, NameOf(input));
        File.WriteAllBytes(path, input);
        return path;
    }

    private static string NameOf(byte[] input) => Convert.ToHexStringLower(SHA256.HashData(input))[..16];

    private string Inside(string folder) => Path.Combine(root, folder);
}
