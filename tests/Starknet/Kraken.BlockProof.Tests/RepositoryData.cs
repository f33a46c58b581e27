using System;
using System.IO;
using Kraken.Casm.Classes;
using Kraken.Serialization.Json;

namespace Kraken.BlockProof.Tests;

/// <summary>The data beside the repository.</summary>
internal static class RepositoryData
{
    public static byte[] Read(params string[] path) => File.ReadAllBytes(Path.Combine([Root(), "..", "shared", "data", .. path]));

    public static CasmClass Casm(string name) =>
        CasmClassJson.TryDecode(Read("cairo", "chain-contracts", name + ".casm.json"), out CasmClass? casm, out DecodeError? error)
            ? casm!
            : throw new InvalidDataException(error!.ToString());

    /// <summary>The path of a file of the repository.</summary>
    public static string Source(string path) => Path.Combine(Root(), path);

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kraken.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("no Kraken.slnx above the test");
    }
}
