using System;
using System.Diagnostics;
using System.Globalization;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Prover;

namespace Kraken.Cli.Verbs;

/// <summary>
/// Shows how far a root is on standard error: one line that changes on a terminal, a line for every twentieth part elsewhere.
/// </summary>
internal sealed class RootProgressLine(PreprocessedTree tree) : IProgress<RootProgress>
{
    private const int LinesWithoutTerminal = 20;

    private readonly long start = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public void Report(RootProgress value)
    {
        if (value.Done == 0)
        {
            double gibibytes = PreprocessedRootComputation.MemoryBytes(tree.Variant) / (double)(1L << 30);
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"computing the root of the {tree}: up to {gibibytes:f1} GiB of memory; Ctrl-C ends it"));
            return;
        }

        bool isLast = value.Done == value.Count;
        int step = Math.Max(1, value.Count / LinesWithoutTerminal);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        TimeSpan left = elapsed * (value.Count - value.Done) / value.Done;
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{elapsed.TotalSeconds,7:f0} s  part {value.Done} of {value.Count}, about {left.TotalSeconds:f0} s left");
        if (!Console.IsErrorRedirected)
        {
            Console.Error.Write(isLast ? "\r\u001b[K" : $"\r{line}\u001b[K");
        }
        else if (isLast || value.Done % step == 0)
        {
            Console.Error.WriteLine(line);
        }
    }
}
