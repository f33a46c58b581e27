using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.IO.Compression;
using Kraken.Cairo.Prover.Input;

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

        throw new FileNotFoundException($"there is no input {name}");
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
