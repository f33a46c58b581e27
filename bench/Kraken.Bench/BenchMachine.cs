using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.Intrinsics;

namespace Kraken.Bench;

/// <summary>The machine that a page was measured on, in words.</summary>
internal static class BenchMachine
{
    private const string ProcessorFile = "/proc/cpuinfo";
    private const string ProcessorName = "model name";
    private const int MaxProcessorName = 100;

    /// <summary>How many cores, and which lanes the kernels take.</summary>
    public static string Cores() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {(Vector512.IsHardwareAccelerated ? "with" : "without")} AVX-512");

    /// <summary>The processor as Linux names it, for one line.</summary>
    public static string Processor()
    {
        string? line = File.Exists(ProcessorFile)
            ? File.ReadLines(ProcessorFile).FirstOrDefault(text => text.StartsWith(ProcessorName, StringComparison.Ordinal))
            : null;
        string name = line is null ? "a processor without a name" : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        return name.Length <= MaxProcessorName ? name : name[..MaxProcessorName];
    }
}
