using System.IO;
using System.Text.Json;
using Kraken.Execution.Constants;
using Kraken.Node.Configuration.Yaml;
using Kraken.Serialization.Json;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Json;
using Kraken.Storage.Files;

namespace Kraken.Node.Configuration.Launch;

/// <summary>The files that a chain file names, relative to its own folder.</summary>
internal sealed class ChainSources(string folder)
{
    private const int MaxConstantsBytes = 256 << 10;

    /// <summary>Reads a class as compilers write it, or as JSON-RPC gives it.</summary>
    /// <exception cref="InvalidDataException">The file is none.</exception>
    public SierraClass Class(YamlNode path) =>
        SierraClassJson.TryDecode(Bytes(path, GenesisBounds.MaxClassBytes), out SierraClass? sierra, out DecodeError? error)
            ? sierra
            : throw path.Refuse($"the file of a Sierra class ({error})");

    /// <summary>Reads constants of execution in the form of the protocol's files.</summary>
    /// <exception cref="InvalidDataException">The file is none.</exception>
    public JsonElement Constants(YamlNode path)
    {
        byte[] bytes = Bytes(path, MaxConstantsBytes);
        if (!VersionedConstants.TryParse(bytes, out _, out string? error))
        {
            throw path.Refuse($"a file of versioned constants ({error})");
        }

        using JsonDocument document = JsonDocument.Parse(bytes);
        return document.RootElement.Clone();
    }

    private byte[] Bytes(YamlNode node, int most) =>
        BoundedFile.TryRead(Path.Combine(folder, node.Text()), most, out string? problem)
        ?? throw node.Refuse($"a file that can be read, of at most {most} bytes ({problem})");
}
