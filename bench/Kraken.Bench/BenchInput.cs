using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Prover.Adapter;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;

namespace Kraken.Bench;

/// <summary>Makes prover inputs of the shared files.</summary>
internal static class BenchInput
{
    /// <summary>Reads a prover input, or runs and adapts a program; writes the seconds of both into the table.</summary>
    internal static ProverInput Load(string name, Dictionary<string, double> seconds)
    {
        string adapted = SharedFiles.PathOf(name + ".prover_input.json");
        if (File.Exists(adapted) || File.Exists(adapted + ".gz"))
        {
            return Read(File.Exists(adapted) ? File.ReadAllBytes(adapted) : Decompress(adapted + ".gz"));
        }

        return Run(File.ReadAllBytes(SharedFiles.PathOf(Path.Combine("programs", name + ".json"))), seconds);
    }

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
