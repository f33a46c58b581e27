using System;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;
using Kraken.Cli.Files;

namespace Kraken.Cli.Verbs;

/// <summary>Runs of programs within what the user allows.</summary>
internal static class BoundedRun
{
    /// <summary>Runs a program; on a failure says why on standard error and returns null.</summary>
    /// <param name="path">The file that errors are about.</param>
    /// <param name="options">How to run it; its budget of steps and its limits are set here.</param>
    /// <param name="maxSteps">The most steps.</param>
    /// <param name="maxCells">The most memory cells.</param>
    public static CairoRunner? Of(
        string path, CairoProgram program, IHintProcessor hints, RunOptions options, long maxSteps, long maxCells)
    {
        RunOptions bounded = options with { Resources = new RunResources(maxSteps), Limits = new ProgramLimits(maxCells) };
        try
        {
            VmError? failure = CairoRunner.Run(program, bounded, hints, out CairoRunner runner);
            if (failure is null)
            {
                return runner;
            }

            string hint = bounded.Resources.IsConsumed ? $" (--max-steps {maxSteps})" : "";
            ErrorLine.Write(path, $"{failure}{hint}");
        }
        catch (ProgramLimitException limit)
        {
            ErrorLine.Write(path, limit.Message);
        }
        catch (OutOfMemoryException)
        {
            ErrorLine.Write(path, "the run needs more memory than there is (--max-cells)");
        }

        return null;
    }
}
