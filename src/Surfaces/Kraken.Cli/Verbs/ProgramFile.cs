using System;
using System.IO;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;

namespace Kraken.Cli.Verbs;

/// <summary>Reads and runs a compiled Cairo program for the verbs that take one.</summary>
internal static class ProgramFile
{
    /// <summary>Runs a program file; on a failure says why on standard error and returns null.</summary>
    public static CairoRunner? Run(string path, RunOptions options)
    {
        byte[] json;
        try
        {
            json = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(error.Message);
            return null;
        }

        if (!CairoProgramReader.TryRead(json, out CairoProgram? program, out ProgramError? malformed))
        {
            Console.Error.WriteLine($"{path}: {malformed}");
            return null;
        }

        VmError? failure = CairoRunner.Run(program, options, new Cairo0HintProcessor(new Cairo0Hints(program)), out CairoRunner runner);
        if (failure is not null)
        {
            Console.Error.WriteLine($"{path}: {failure}");
            return null;
        }

        return runner;
    }
}
