using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Text.Json.Serialization;
using Kraken.Execution.Native;
using Kraken.State.Store;
using Kraken.Storage.Files;

namespace Kraken.Node.Configuration;

/// <summary>What is one node's own: its validator and its ports. The keys stand beside it, in files of their own.</summary>
public sealed record NodeFile
{
    /// <summary>The name of the file in a node's folder.</summary>
    public const string FileName = "node.json";

    /// <summary>The name of the signing key's file.</summary>
    public const string SigningKeyFile = "validator.key";

    /// <summary>The name of the connection key's file.</summary>
    public const string ConnectionKeyFile = "connection.key";

    /// <summary>Where the genesis file lies that every node of a network has, as seen from a node's folder.</summary>
    public static readonly string UsualGenesis = Path.Combine("..", GenesisFile.FileName);

    /// <summary>The most bytes of a file.</summary>
    public const int MaxBytes = 1 << 16;

    // What a file leaves out comes as null.
    private const string Loopback = "127.0.0.1";

    /// <summary>The validator's address.</summary>
    public required string Validator { get; init; }

    /// <summary>The genesis file, relative to the node's folder.</summary>
    public required string Genesis { get; init; }

    /// <summary>The address that JSON-RPC listens on.</summary>
    [AllowNull]
    public string RpcHost { get; init => field = value ?? Loopback; } = Loopback;

    /// <summary>The port of JSON-RPC.</summary>
    public required int RpcPort { get; init; }

    /// <summary>Which states the node keeps: "all", also where the file says nothing, or those of the newest N blocks.</summary>
    [JsonConverter(typeof(HistoryConverter))]
    public StateRetention History { get; init; } = StateRetention.All;

    /// <summary>What runs contracts: "native", also where the file says nothing, "vm", or "both" to compare them.</summary>
    [JsonConverter(typeof(EngineConverter))]
    public ExecutionEngine Execution { get; init; } = ExecutionEngine.Native;

    /// <summary>
    /// Whether the node may listen where others reach it though everybody knows keys of the genesis file; false also where the file says
    /// nothing.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AllowPublishedKeys { get; init; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The file is no node file.</exception>
    public static NodeFile Load(string path) =>
        ConfigurationJson.Parse(BoundedFile.Read(path, MaxBytes), path, ConfigurationJson.Default.NodeFile);

    /// <summary>Writes the file; never over an existing one.</summary>
    public void Save(string path) => ConfigurationJson.Write(path, this, ConfigurationJson.Default.NodeFile);
}
