using System;
using System.IO;
using System.Text.Json;
using Kraken.Cairo.Prover.Input;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>The shared vectors.</summary>
internal static class SharedData
{
    public static string Folder { get; } = Path.Combine(Root(), "..", "shared", "data", "s-two");

    public static JsonDocument Json(string name) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name)));

    public static ProverInput Input(string name)
    {
        ProverInputError? error = ProverInputReader.TryRead(File.ReadAllBytes(Path.Combine(Folder, name + ".prover_input.json")), out ProverInput? input);
        return input ?? throw new InvalidDataException(error!.ToString());
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
