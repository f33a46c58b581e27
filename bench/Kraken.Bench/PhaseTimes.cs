using System;
using System.Collections.Generic;
using Kraken.Cairo.Prover;

namespace Kraken.Bench;

/// <summary>Turns the prover's reports, one at the start of each step, into seconds per step.</summary>
internal sealed class PhaseTimes : IProgress<ProvePhase>
{
    private ProvePhase? last;
    private double lastCpu;

    /// <summary>Seconds by step, in order.</summary>
    internal Dictionary<string, double> Seconds { get; } = [];

    /// <summary>Seconds of processor time by step, all threads; less disturbed by other programs than the clock.</summary>
    internal Dictionary<string, double> CpuSeconds { get; } = [];

    /// <summary>Processor time of this process so far, in seconds.</summary>
    internal static double Cpu() => Environment.CpuUsage.TotalTime.TotalSeconds;

    /// <inheritdoc/>
    public void Report(ProvePhase value)
    {
        double cpu = Cpu();
        if (this.last is ProvePhase last)
        {
            CpuSeconds[last.Step.ToString()] = CpuSeconds.GetValueOrDefault(last.Step.ToString()) + cpu - lastCpu;
            Seconds[last.Step.ToString()] = Seconds.GetValueOrDefault(last.Step.ToString()) + (value.Elapsed - last.Elapsed).TotalSeconds;
        }

        this.last = value;
        lastCpu = cpu;
    }
}
