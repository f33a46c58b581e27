using System;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;
using Kraken.Cli.Files;

namespace Kraken.Cli.Verbs;

/// <summary>Reads and runs a compiled Cairo program for the verbs that take one.</summary>
internal static class ProgramFile
{
    /// <summary>Runs a program file; on a failure says why on standard error and returns null.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to run it; its budget of steps and its limits are set here.</param>
    /// <param name="maxSteps">The most steps.</param>
    /// <param name="maxCells">The most memory cells.</param>
    public static CairoRunner? Run(string path, RunOptions options, long maxSteps, long maxCells)
    {
        if (InputFile.Read(path) is not { } json)
        {
            return null;
        }

        if (!CairoProgramReader.TryRead(json, out CairoProgram? program, out ProgramError? malformed))
        {
            ErrorLine.Write(path, malformed);
            return null;
        }

        RunOptions bounded = options with { Resources = new RunResources(maxSteps), Limits = new ProgramLimits(maxCells) };
        try
        {
            VmError? failure = CairoRunner.Run(program, bounded, new Cairo0HintProcessor(new Cairo0Hints(program)), out CairoRunner runner);
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
