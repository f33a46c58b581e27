using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Kraken.Cairo.Hints.Bootloader;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Pies;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;
using Kraken.Cairo.Vm.Tests;
using Kraken.Cairo.Vm.Tests.Runs;
using Kraken.Casm.Builtins;
using Kraken.Fields;
using Kraken.Hashing;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Bootloader;

/// <summary>The genuine bootloaders, tasks for them, and what they put out.</summary>
internal static class Bootloaders
{
    private static readonly RunOptions Options = RunOptions.Stwo with { Traced = false };

    public static CairoProgram Simple { get; } = Load("simple_bootloader_compiled");

    public static CairoProgram Unpacking { get; } = Load("bootloader_compiled");

    public static CairoProgram Applicative { get; } = Load("applicative_bootloader_compiled");

    public static CairoProgram Load(string name)
    {
        byte[] json = File.ReadAllBytes(DataFiles.Folder("cairo", "vm_programs", "proving_utils", $"{name}.json"));
        Assert.True(CairoProgramReader.TryRead(json, out CairoProgram? program, out ProgramError? error), error?.ToString());
        return program;
    }

    public static CairoPie Pie(string name)
    {
        byte[] archive = File.ReadAllBytes(DataFiles.Folder("cairo", "cairo0_programs", $"{name}.pie.zip"));
        Assert.True(CairoPieReader.TryRead(archive, CairoPieLimits.Default, out CairoPie? pie, out ProgramError? error), error?.ToString());
        return pie;
    }

    public static ProgramTask Task(string name, ProgramHashFunction hash = ProgramHashFunction.Blake) =>
        new(ExpectedRuns.Load($"{name}.json"), hash);

    public static VmError? Run(CairoProgram bootloader, BootloaderInput input, out CairoRunner runner, out BootloaderRun run) =>
        CairoRunner.Run(bootloader, Options, BootloaderHints.For(bootloader, input, out run), out runner);

    /// <summary>Runs tasks through the simple bootloader and returns its output.</summary>
    public static Felt[] Output(params BootloaderTask[] tasks)
    {
        VmError? error = Run(Simple, new(tasks, IsSinglePage: true), out CairoRunner runner, out _);
        Assert.True(error is null, error?.ToString());
        error = runner.VerifySecure();
        Assert.True(error is null, error?.ToString());
        return [.. runner.Output().Select(cell => cell.Felt)];
    }

    /// <summary>What the simple bootloader is to put out: the number of tasks, then size, program hash and output of each.</summary>
    public static Felt[] Expected(params (BootloaderTask Task, string Program)[] tasks)
    {
        List<Felt> output = [tasks.Length];
        foreach ((BootloaderTask task, string program) in tasks)
        {
            Felt[] own = OutputOf(program);
            output.AddRange([own.Length + 2, Hash(task), .. own]);
        }

        return [.. output];
    }

    /// <summary>The output of a program, as the reference machine gave it.</summary>
    public static Felt[] OutputOf(string program) =>
        [.. ExpectedRuns.Of(program).GetProperty("output").EnumerateArray().Select(word => Felt.Parse(word.GetString()!))];

    /// <summary>The hash of a task's program: of version, main, builtins and code, in a chain with their number before them.</summary>
    public static Felt Hash(BootloaderTask task)
    {
        Felt[] words =
        [
            0, task.Main, task.Builtins.Count, .. task.Builtins.Select(name => Felt.FromShortString(name.Text())), .. task.Code,
        ];
        return task.HashFunction switch
        {
            ProgramHashFunction.Pedersen => words.Prepend(words.Length).Reverse().Aggregate((hash, word) => Pedersen.Hash(word, hash)),
            ProgramHashFunction.Poseidon => Poseidon.HashMany(words),
            _ => BlakeFelt.HashMany(words),
        };
    }
}
