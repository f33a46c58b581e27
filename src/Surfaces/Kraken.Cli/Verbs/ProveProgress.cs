using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;
using Kraken.Cairo.Prover;

namespace Kraken.Cli.Verbs;

/// <summary>
/// Keeps the phases of a proof, and shows them on a terminal: a line for each that has ended, and one that changes with a bar of the
/// whole and an estimate. Nothing is shown elsewhere.
/// </summary>
internal sealed class ProveProgress : IProgress<ProvePhase>, IDisposable
{
    private const int BarWidth = 30;
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromMilliseconds(200);

    private readonly TextWriter? terminal;
    private readonly TimeProvider time;
    private readonly long start;
    private readonly ITimer? timer;
    private readonly Lock gate = new();
    private readonly List<(ProveStep Step, TimeSpan Begun)> begun = [];

    /// <summary>Begins a proof.</summary>
    /// <param name="terminal">The terminal; null to show nothing.</param>
    /// <param name="time">The clock.</param>
    public ProveProgress(TextWriter? terminal, TimeProvider time)
    {
        this.terminal = terminal;
        this.time = time;
        start = time.GetTimestamp();
        timer = terminal is null ? null : time.CreateTimer(_ => Refresh(), null, RefreshEvery, RefreshEvery);
    }

    /// <summary>The seconds of each phase that has ended, in order.</summary>
    public IEnumerable<(ProveStep Step, double Seconds)> Ended
    {
        get
        {
            for (int i = 0; i + 1 < begun.Count; i++)
            {
                yield return (begun[i].Step, (begun[i + 1].Begun - begun[i].Begun).TotalSeconds);
            }
        }
    }

    /// <inheritdoc/>
    public void Report(ProvePhase value)
    {
        lock (gate)
        {
            if (begun.Count > 0 && terminal is not null)
            {
                (ProveStep ended, TimeSpan before) = begun[^1];
                terminal.Write(string.Create(
                    CultureInfo.InvariantCulture,
                    $"\r\u001b[K{(value.Elapsed - before).TotalSeconds,7:f2} s  {ProveEstimate.NameOf(ended)}\n"));
            }

            begun.Add((value.Step, value.Elapsed));
        }

        Refresh();
    }

    /// <summary>Ends what is shown.</summary>
    public void Dispose()
    {
        timer?.Dispose();
        lock (gate)
        {
            terminal?.Write("\r\u001b[K");
            terminal?.Flush();
        }
    }

    private void Refresh()
    {
        lock (gate)
        {
            if (terminal is null || begun.Count == 0 || begun[^1].Step == ProveStep.Done)
            {
                return;
            }

            (ProveStep step, TimeSpan since) = begun[^1];
            (double done, TimeSpan? left) = ProveEstimate.At(step, since, time.GetElapsedTime(start));
            int full = (int)(done * BarWidth);
            string estimate = left is { } rest
                ? string.Create(CultureInfo.InvariantCulture, $"{100 * done,3:f0} %, about {Math.Ceiling(rest.TotalSeconds):f0} s left")
                : "  0 %";
            string bar = new string('#', full).PadRight(BarWidth, '.');
            terminal.Write($"\r\u001b[K[{bar}] {estimate}: {ProveEstimate.NameOf(step)}");
            terminal.Flush();
        }
    }
}
