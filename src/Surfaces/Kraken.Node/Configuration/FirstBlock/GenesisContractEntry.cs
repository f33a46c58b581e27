using System.Collections.Immutable;
using System.Linq;
using System.Text.Json.Serialization;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;

namespace Kraken.Node.Configuration.FirstBlock;

/// <summary>A contract of the first block: deployed by its constructor, or placed with its storage.</summary>
public sealed record GenesisContractEntry
{
    /// <summary>What errors call it.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands.</summary>
    public required Felt Address { get; init; }

    /// <summary>Which code it runs: one of the chain's own classes or of this file's.</summary>
    public required Felt ClassHash { get; init; }

    /// <summary>What its constructor is called with in block 0; null for a contract that is placed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<Felt>? Constructor { get; init; }

    /// <summary>The storage of a contract that is placed; null for one that is deployed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<GenesisStorageCell>? Storage { get; init; }

    internal GenesisContract ToContract() => new(Name, Address, ClassHash)
    {
        Constructor = Constructor,
        Storage = [.. (Storage ?? []).Select(cell => new StorageEntry(cell.Key, cell.Value))],
    };

    internal static GenesisContractEntry Of(GenesisContract contract) => new()
    {
        Name = contract.Name,
        Address = contract.Address,
        ClassHash = contract.ClassHash,
        Constructor = contract.Constructor,
        Storage = contract.Constructor is null
            ? [.. contract.Storage.Select(entry => new GenesisStorageCell { Key = entry.Key, Value = entry.Value })]
            : null,
    };
}
