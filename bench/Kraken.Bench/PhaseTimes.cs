using System;
using System.Collections.Generic;
using Kraken.Cairo.Prover;

namespace Kraken.Bench;

/// <summary>Turns the prover's reports, one at the start of each step, into seconds per step.</summary>
internal sealed class PhaseTimes : IProgress<ProvePhase>
{
    private ProvePhase? last;
    private double lastCpu;
    private double lastKernel;

    /// <summary>Seconds by step, in order.</summary>
    internal Dictionary<string, double> Seconds { get; } = [];

    /// <summary>Seconds of processor time by step, all threads; less disturbed by other programs than the clock.</summary>
    internal Dictionary<string, double> CpuSeconds { get; } = [];

    /// <summary>What of that was spent in the kernel, nearly all of it for memory that is touched for the first time.</summary>
    internal Dictionary<string, double> KernelSeconds { get; } = [];

    /// <summary>Processor time of this process so far, in seconds.</summary>
    internal static double Cpu() => Environment.CpuUsage.TotalTime.TotalSeconds;

    /// <summary>What of that was spent in the kernel.</summary>
    internal static double Kernel() => Environment.CpuUsage.PrivilegedTime.TotalSeconds;

    /// <inheritdoc/>
    public void Report(ProvePhase value)
    {
        double cpu = Cpu();
        double kernel = Kernel();
        if (this.last is ProvePhase last)
        {
            Add(Seconds, last.Step, (value.Elapsed - last.Elapsed).TotalSeconds);
            Add(CpuSeconds, last.Step, cpu - lastCpu);
            Add(KernelSeconds, last.Step, kernel - lastKernel);
        }

        (this.last, lastCpu, lastKernel) = (value, cpu, kernel);
    }

    private static void Add(Dictionary<string, double> table, ProveStep step, double seconds) =>
        table[step.ToString()] = table.GetValueOrDefault(step.ToString()) + seconds;
}
