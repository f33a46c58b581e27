using System;
using System.IO;
using System.Text.Json;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Stark;
using Xunit;

namespace Kraken.Cairo.Air.Tests.Proofs;

/// <summary>Finds the genuine proofs beside the repository.</summary>
internal static class SharedProofs
{
    internal static JsonElement ReadJson(string name)
    {
        using JsonDocument document = JsonDocument.Parse(ReadBytes(name));
        return document.RootElement.Clone();
    }

    internal static byte[] ReadBytes(string name) => File.ReadAllBytes(PathOf(name));

    internal static CairoProof Read(string name)
    {
        Assert.True(ProofDecoder.TryDecode(ReadBytes(name), out CairoProof? proof, out VerifyError? error), $"{error}");
        return proof;
    }

    internal static string PathOf(string name)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kraken.slnx")))
        {
            folder = folder.Parent;
        }

        string root = folder?.FullName ?? throw new DirectoryNotFoundException("no Kraken.slnx above the test");
        return Path.GetFullPath(Path.Combine([root, "..", "shared", "data", "s-two", name]));
    }
}
