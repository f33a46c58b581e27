using System;
using System.Collections.Generic;
using Kraken.Cairo.Hints.Bootloader;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;
using Kraken.Cli.Files;
using Kraken.Serialization.Json;

namespace Kraken.Cli.Verbs;

/// <summary>Reads and runs a compiled Cairo program for the verbs that take one.</summary>
internal static class ProgramFile
{
    /// <summary>Reads a program; on a failure says why on standard error and returns null.</summary>
    public static CairoProgram? Read(string path) => InputFile.Read(path) is { } json ? Read(path, json) : null;

    /// <summary>Runs a program file; on a failure says why on standard error and returns null.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to run it; its budget of steps and its limits are set here.</param>
    /// <param name="maxSteps">The most steps.</param>
    /// <param name="maxCells">The most memory cells.</param>
    public static CairoRunner? Run(string path, RunOptions options, long maxSteps, long maxCells) => Read(path) is { } program
        ? BoundedRun.Of(path, program, new Cairo0HintProcessor(new Cairo0Hints(program)), options, maxSteps, maxCells)
        : null;

    /// <summary>Runs a program with its arguments for the prover; on a failure says why on standard error and returns null.</summary>
    public static CairoRunner? Run(RunSource source)
    {
        ArgumentNullException.ThrowIfNull(source.Program);
        if (InputFile.Read(source.Program) is not { } json)
        {
            return null;
        }

        if (ExecutableFile.IsExecutable(json))
        {
            return ExecutableFile.Run(source, json);
        }

        if (Read(source.Program, json) is not { } program)
        {
            return null;
        }

        if (BootloaderHints.KindOf(program) is { } kind)
        {
            return BootloaderFile.Run(source, program, kind);
        }

        if (ReadInput(source, program) is not { } own)
        {
            return null;
        }

        return BoundedRun.Of(
            source.Program,
            program,
            new Cairo0HintProcessor(new Cairo0Hints(program, own)),
            RunOptions.Stwo,
            source.MaxSteps,
            source.MaxCells);
    }

    private static IReadOnlyDictionary<string, HintFactory>? ReadInput(RunSource source, CairoProgram program)
    {
        if (source.Arguments is not { } path)
        {
            return ProgramInput.Empty.HintsOf(program);
        }

        if (InputFile.Read(path, ProgramInput.MaxBytes) is not { } json)
        {
            return null;
        }

        if (!ProgramInput.TryRead(json, out ProgramInput? input, out DecodeError? error))
        {
            ErrorLine.Write(path, error);
            return null;
        }

        IReadOnlyDictionary<string, HintFactory> own = input.HintsOf(program);
        if (own.Count == 0)
        {
            ErrorLine.Write(source.Path, "expected a program that takes arguments, got one that reads none (--args)");
            return null;
        }

        return own;
    }

    private static CairoProgram? Read(string path, byte[] json)
    {
        if (!CairoProgramReader.TryRead(json, out CairoProgram? program, out ProgramError? malformed))
        {
            ErrorLine.Write(path, malformed);
        }

        return program;
    }
}
