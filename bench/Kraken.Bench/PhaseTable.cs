using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime;
using Kraken.Cairo.Prover;

namespace Kraken.Bench;

/// <summary>The phases of a proof, one a line, and what of the process is no phase.</summary>
internal static class PhaseTable
{
    /// <summary>The phases in the order of the prover.</summary>
    internal static IEnumerable<string> Order { get; } = Enum.GetNames<ProveStep>().Where(step => step != nameof(ProveStep.Done));

    /// <summary>Prints the phases that were run.</summary>
    internal static void Print(PhaseTimes phases)
    {
        Console.WriteLine($"  {"phase",-24}{"seconds",10}{"cpu s",10}{"kernel s",10}");
        foreach (string phase in Order.Where(phases.Seconds.ContainsKey))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {phase,-24}{phases.Seconds[phase],10:f3}{phases.CpuSeconds[phase],10:f2}{phases.KernelSeconds[phase],10:f2}"));
        }

        Console.WriteLine(Compilation());
    }

    /// <summary>What the process has compiled at run time so far; a method whose image was compiled ahead is not among it.</summary>
    internal static string Compilation() => string.Create(
        CultureInfo.InvariantCulture,
        $"  compiled at run time: {JitInfo.GetCompiledMethodCount()} methods in {JitInfo.GetCompilationTime().TotalSeconds:f2} s");
}
