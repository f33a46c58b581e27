using System;
using System.Collections.Generic;
using Kraken.Cairo.Hints.Bootloader;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Pies;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;
using Kraken.Cli.Files;
using Kraken.Serialization.Json;
using Kraken.Storage.Files;

namespace Kraken.Cli.Verbs;

/// <summary>Runs bootloaders over tasks that stand in files.</summary>
internal static class BootloaderFile
{
    /// <summary>Runs the PIEs of a command line; on a failure says why on standard error and returns null.</summary>
    public static CairoRunner? Run(RunSource source)
    {
        string path = source.Bootloader!;
        if (ProgramFile.Read(path) is not { } program)
        {
            return null;
        }

        if (BootloaderHints.KindOf(program) is not BootloaderKind.Simple)
        {
            ErrorLine.Write(path, "expected a simple bootloader, got another program; --program with --args runs the other bootloaders");
            return null;
        }

        return ReadPies(source) is { } tasks ? Run(path, program, new(tasks, IsSinglePage: true), source) : null;
    }

    /// <summary>Runs the tasks of --args; on a failure says why on standard error and returns null.</summary>
    public static CairoRunner? Run(RunSource source, CairoProgram program, BootloaderKind kind)
    {
        if (source.Arguments is not { } path)
        {
            ErrorLine.Write(source.Path, "expected --args FILE with the tasks of this bootloader, got none");
            return null;
        }

        BootloaderLimits limits = Limits(source);
        if (InputFile.Read(path, limits.JsonBytes) is not { } json)
        {
            return null;
        }

        if (!BootloaderInputReader.TryRead(json, kind, limits, BoundedFile.TryRead, out BootloaderInput? input, out DecodeError? error))
        {
            ErrorLine.Write(path, error);
            return null;
        }

        return Run(source.Path, program, input, source);
    }

    private static CairoRunner? Run(string path, CairoProgram program, BootloaderInput input, RunSource source)
    {
        IHintProcessor hints = BootloaderHints.For(program, input, out _);
        return BoundedRun.Of(path, program, hints, RunOptions.Stwo, source.MaxSteps, source.MaxCells);
    }

    private static List<BootloaderTask>? ReadPies(RunSource source)
    {
        CairoPieLimits limits = Limits(source).Pie;
        List<BootloaderTask> tasks = [];
        foreach (string path in source.Pies)
        {
            if (PieFile.Read(path, limits) is not { } pie)
            {
                return null;
            }

            tasks.Add(new PieTask(pie, source.Hash));
            limits = limits with { Cells = limits.Cells - PieFile.CellsOf(pie) };
        }

        return tasks;
    }

    private static BootloaderLimits Limits(RunSource source)
    {
        BootloaderLimits limits = BootloaderLimits.Default;
        return limits with { Pie = limits.Pie with { Cells = (int)Math.Clamp(source.MaxCells, 0, limits.Pie.Cells) } };
    }
}
