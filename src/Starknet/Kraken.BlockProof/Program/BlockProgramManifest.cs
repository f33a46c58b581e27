using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Fields;

namespace Kraken.BlockProof.Program;

/// <summary>
/// The hashes of the block programs by protocol version, which are committed beside the sources: whoever changes a source changes the
/// program, and with it which proofs are accepted, so that has to be meant.
/// </summary>
public sealed class BlockProgramManifest
{
    private const string Resource = "manifest.json";
    private const string Programs = "programs";
    private const string Hash = "program_hash";

    private static readonly Lazy<BlockProgramManifest> Embedded = new(Load);

    private readonly ImmutableSortedDictionary<string, Felt> hashes;

    private BlockProgramManifest(ImmutableSortedDictionary<string, Felt> hashes) => this.hashes = hashes;

    /// <summary>The one that this assembly carries.</summary>
    public static BlockProgramManifest Current => Embedded.Value;

    /// <summary>The protocol versions with a program, ascending.</summary>
    public IEnumerable<string> ProtocolVersions => hashes.Keys;

    /// <summary>The hash of a protocol version's program; null where it has none.</summary>
    public Felt? HashOf(string protocolVersion) => hashes.TryGetValue(protocolVersion, out Felt hash) ? hash : null;

    /// <summary>Compares a program with its entry.</summary>
    /// <param name="protocolVersion">The version whose rules the program has.</param>
    /// <param name="compiled">The hash that its sources compile to.</param>
    /// <exception cref="InvalidDataException">There is another entry, or none.</exception>
    public void Require(string protocolVersion, Felt compiled)
    {
        Felt? stated = HashOf(protocolVersion);
        if (stated != compiled)
        {
            throw new InvalidDataException(
                $"the block program of protocol {protocolVersion}: expected program hash {stated?.ToString() ?? "none"}, which its manifest"
                + $" states, got {compiled}, to which its sources compile; when the change is meant:"
                + " KRAKEN_REWRITE=1 ./kraken test Kraken.BlockProof");
        }
    }

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="InvalidDataException">It is none; the message says where.</exception>
    internal static BlockProgramManifest Read(ReadOnlySpan<byte> json)
    {
        try
        {
            Utf8JsonReader reader = new(json);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            return new BlockProgramManifest(document.RootElement.GetProperty(Programs).EnumerateObject().ToImmutableSortedDictionary(
                entry => entry.Name, entry => HashOf(entry), StringComparer.Ordinal));
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new InvalidDataException($"the manifest of block programs: {exception.Message}", exception);
        }
    }

    /// <summary>The file that states one program more, or another one for its version.</summary>
    internal string With(string protocolVersion, Felt compiled) => string.Join('\n', (string[])
    [
        "{",
        $"  \"{Programs}\": {{",
        string.Join(",\n", hashes.SetItem(protocolVersion, compiled).Select(entry =>
            $"    \"{entry.Key}\": {{\n      \"{Hash}\": \"{entry.Value}\"\n    }}")),
        "  }",
        "}",
        string.Empty,
    ]);

    private static Felt HashOf(JsonProperty entry) => Felt.TryParse(entry.Value.GetProperty(Hash).GetString(), out Felt hash)
        ? hash
        : throw new InvalidDataException(
            $"the manifest of block programs: {entry.Name}: expected a program hash, got {entry.Value.GetProperty(Hash)}");

    private static BlockProgramManifest Load()
    {
        using Stream stream = typeof(BlockProgramManifest).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidDataException($"the assembly carries no {Resource}");
        byte[] json = new byte[stream.Length];
        stream.ReadExactly(json);
        return Read(json);
    }
}
