using System;
using System.IO;
using System.Text.Json;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Prover.Adapter;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>The shared vectors.</summary>
internal static class SharedData
{
    public static string Folder { get; } = Path.Combine(Root(), "..", "shared", "data", "s-two");

    public static JsonDocument Json(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name)));

    public static ProverInput Input(string name)
    {
        ProverInputError? error =
            ProverInputReader.TryRead(File.ReadAllBytes(Path.Combine(Folder, name + ".prover_input.json")), out ProverInput? input);
        return input ?? throw new InvalidDataException(error!.ToString());
    }

    /// <summary>Runs a program as the prover wants it.</summary>
    public static ProverInput Run(string program)
    {
        byte[] json = File.ReadAllBytes(Path.Combine(Folder, "programs", program));
        if (!CairoProgramReader.TryRead(json, out CairoProgram? read, out ProgramError? error))
        {
            throw new InvalidDataException(error.ToString());
        }

        VmError? failure = CairoRunner.Run(read, RunOptions.Stwo, new Cairo0HintProcessor(new Cairo0Hints(read)), out CairoRunner runner);
        return failure is null ? ProverInputAdapter.Adapt(runner) : throw new InvalidDataException(failure.ToString());
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kraken.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("Kraken.slnx");
    }
}
