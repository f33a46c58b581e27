using System;
using System.Globalization;
using Kraken.Cli.Files;
using Kraken.Load;

namespace Kraken.Cli.Verbs;

/// <summary>Shows how a run stands: one line that changes on a terminal, a line every few seconds elsewhere.</summary>
internal sealed class LoadProgressLine : IProgress<LoadProgress>
{
    private const int SecondsWithoutTerminal = 5;

    private int reports;

    /// <inheritdoc/>
    public void Report(LoadProgress value)
    {
        if (!Console.IsOutputRedirected || reports++ % SecondsWithoutTerminal == 0)
        {
            Tell(value.Note ?? string.Create(
                CultureInfo.InvariantCulture,
                $"{value.Elapsed.TotalSeconds:f0} s: sent {value.Sent}, accepted {value.Accepted}, included {value.Included} "
                + $"({value.IncludedPerSecond:f0}/s), refused {value.Refused}, p99 {value.InclusionP99:f0} ms"));
        }
    }

    /// <summary>Shows a line in place of the last one.</summary>
    public static void Tell(string text)
    {
        string line = ErrorLine.Of(text);
        if (Console.IsOutputRedirected)
        {
            Console.WriteLine(line);
        }
        else
        {
            Console.Write($"\r{line}\u001b[K");
        }
    }

    /// <summary>Leaves the line, so that what follows begins with its own.</summary>
    public static void End()
    {
        if (!Console.IsOutputRedirected)
        {
            Console.Write("\r\u001b[K");
        }
    }
}
