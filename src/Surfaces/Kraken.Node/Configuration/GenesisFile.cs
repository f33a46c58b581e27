using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kraken.Consensus;
using Kraken.Fields;
using Kraken.Node.Configuration.FirstBlock;
using Kraken.P2P;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Limits;
using Kraken.Storage.Files;

namespace Kraken.Node.Configuration;

/// <summary>
/// What every node of a network must agree on, as a JSON file: the chain, its rhythm, its prices and limits, its first block and its
/// validators. Where it names no content the first block is that of development chains, whose keys everybody knows.
/// </summary>
public sealed record GenesisFile
{
    /// <summary>The name of the file in a network's folder.</summary>
    public const string FileName = "genesis.json";

    /// <summary>The chain id, at most 31 ASCII characters.</summary>
    public required string ChainId { get; init; }

    /// <summary>The time of the first block, seconds since 1970-01-01 UTC.</summary>
    public required ulong Timestamp { get; init; }

    /// <summary>The protocol version whose rules and constants apply, such as "0.14.4".</summary>
    public required string StarknetVersion { get; init; }

    /// <summary>The shortest time between two blocks while transactions wait, in milliseconds.</summary>
    public required int BlockIntervalMs { get; init; }

    /// <summary>The time after which a block without transactions is made, in milliseconds.</summary>
    public required int EmptyBlockIntervalMs { get; init; }

    /// <summary>Who decides blocks, with weights, keys and peer addresses.</summary>
    public required ImmutableArray<GenesisValidator> Validators { get; init; }

    /// <summary>How large transactions, classes and blocks may be; null for Starknet's limits.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChainLimits? Limits { get; init; }

    /// <summary>The gas prices; null for those of development chains.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GenesisPrices? Prices { get; init; }

    /// <summary>
    /// The chain's own constants of execution, in the form of the protocol's files; null for those of the protocol version. A chain that
    /// has them has a version of its own name, by which nobody takes them for the protocol's.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? VersionedConstants { get; init; }

    /// <summary>What the first block holds; null for what development chains begin with.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GenesisContent? Content { get; init; }

    /// <summary>A validator of the network.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public GenesisValidator Validator(ValidatorId id) =>
        Validators.FirstOrDefault(validator => validator.Id == id)
            ?? throw new InvalidDataException($"{id} is not a validator of this network");

    /// <summary>The validators as consensus counts them: by identity and weight.</summary>
    public Committee Committee() => new(Validators.Select(validator => (validator.Id, validator.Weight)));

    /// <summary>The signing keys by validator.</summary>
    public IReadOnlyDictionary<ValidatorId, byte[]> SigningKeys() =>
        Validators.ToDictionary(validator => validator.Id, validator => validator.SigningKey);

    /// <summary>Where the validators listen.</summary>
    public IReadOnlyList<PeerAddress> Peers() =>
        [.. Validators.Select(
            validator => new PeerAddress(new PeerId(validator.Id.Address), validator.Host, validator.Port, validator.ConnectionKey))];

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The file is no genesis file; the message says what is wrong.</exception>
    public static GenesisFile Load(string path) => Parse(BoundedFile.Read(path, GenesisBounds.MaxFileBytes), path);

    /// <summary>Reads the content of a file.</summary>
    /// <param name="json">The content.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="budget">How much work it may make; null for a file that the user chose.</param>
    /// <exception cref="InvalidDataException">It is no genesis file; the message says what is wrong.</exception>
    public static GenesisFile Parse(byte[] json, string name, GenesisBudget? budget = null) => json.Length <= GenesisBounds.MaxFileBytes
        ? Checked(ConfigurationJson.Parse(json, name, ConfigurationJson.Default.GenesisFile), name, budget)
        : throw new InvalidDataException($"{name}: expected at most {GenesisBounds.MaxFileBytes} bytes, got {json.Length}");

    private static GenesisFile Checked(GenesisFile genesis, string path, GenesisBudget? budget)
    {
        if (genesis.Validators.IsDefaultOrEmpty)
        {
            throw new InvalidDataException($"{path}: expected at least one validator");
        }

        string? problem = genesis.Validators.Select(ProblemOf).FirstOrDefault(found => found is not null)
            ?? genesis.Repeated()
            ?? genesis.Limits?.Problem()
            ?? ChainRulesOf.FindProblem(genesis, budget);
        return problem is null ? genesis : throw new InvalidDataException($"{path}: {problem}");
    }

    private static string? ProblemOf(GenesisValidator? validator) =>
        validator is null ? "expected validators, got null"
        : !Felt.TryParse(validator.Address, out _) ? $"validator {validator.Name}: expected an address, got '{validator.Address}'"
        : validator.Weight == 0 ? $"validator {validator.Name}: expected a weight of at least 1, got 0"
        : null;

    private string? Repeated() => Validators.GroupBy(validator => validator.Id).FirstOrDefault(same => same.Count() > 1) is { } repeated
        ? $"expected each validator once, got {repeated.Key} {repeated.Count()} times"
        : null;

    /// <summary>Writes the file; never over an existing one.</summary>
    public void Save(string path) => ConfigurationJson.Write(path, this, ConfigurationJson.Default.GenesisFile);
}
