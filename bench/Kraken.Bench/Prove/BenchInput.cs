using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Prover.Adapter;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;

namespace Kraken.Bench.Prove;

/// <summary>Makes prover inputs of the shared files.</summary>
internal static class BenchInput
{
    // What the table calls by a shorter name than its files have.
    private const string Ret = "ret";
    private const string RetProgram = "test_prove_verify_ret_opcode.compiled";
    private const string RetProof = "ret_opcode";

    /// <summary>Whether there is an input or a program of that name.</summary>
    internal static bool Exists(string name) => AdaptedPathOf(name) is not null || File.Exists(ProgramPathOf(name));

    /// <summary>The reference's proof over the small fixed columns; null where there is none.</summary>
    internal static byte[]? FindGenuine(string name)
    {
        string path = SharedFiles.PathOf((name == Ret ? RetProof : name) + ".canonical_small.proof.cairo_serde.json");
        return File.Exists(path) ? File.ReadAllBytes(path) : null;
    }

    /// <summary>Reads a prover input, or runs and adapts a program; writes the seconds of both into the table.</summary>
    internal static ProverInput Load(string name, Dictionary<string, double> seconds)
    {
        if (AdaptedPathOf(name) is { } adapted)
        {
            return Read(adapted.EndsWith(".gz", StringComparison.Ordinal) ? Decompress(adapted) : File.ReadAllBytes(adapted));
        }

        return Run(File.ReadAllBytes(ProgramPathOf(name)), seconds);
    }

    private static string? AdaptedPathOf(string name)
    {
        string path = SharedFiles.PathOf(name + ".prover_input.json");
        return File.Exists(path) ? path : File.Exists(path + ".gz") ? path + ".gz" : null;
    }

    private static string ProgramPathOf(string name) =>
        SharedFiles.PathOf(Path.Combine("programs", (name == Ret ? RetProgram : name) + ".json"));

    private static ProverInput Run(byte[] json, Dictionary<string, double> seconds)
    {
        if (!CairoProgramReader.TryRead(json, out CairoProgram? program, out ProgramError? malformed))
        {
            throw new InvalidDataException(malformed.ToString());
        }

        Stopwatch watch = Stopwatch.StartNew();
        if (CairoRunner.Run(
            program, RunOptions.Stwo, new Cairo0HintProcessor(new Cairo0Hints(program)), out CairoRunner runner) is { } failed)
        {
            throw new InvalidDataException(failed.ToString());
        }

        seconds["Run"] = watch.Elapsed.TotalSeconds;
        watch.Restart();
        ProverInput input = ProverInputAdapter.Adapt(runner);
        seconds["Adapt"] = watch.Elapsed.TotalSeconds;
        return input;
    }

    private static ProverInput Read(byte[] json) => ProverInputReader.TryRead(json, out ProverInput? input) is { } error
        ? throw new InvalidDataException(error.ToString())
        : input!;

    private static byte[] Decompress(string path)
    {
        using MemoryStream target = new();
        using GZipStream source = new(File.OpenRead(path), CompressionMode.Decompress);
        source.CopyTo(target);
        return target.ToArray();
    }
}
