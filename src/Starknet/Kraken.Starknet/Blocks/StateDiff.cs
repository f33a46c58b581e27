using System.Collections.Immutable;
using System.Linq;
using Kraken.Fields;

namespace Kraken.Starknet.Blocks;

/// <summary>What a block changed: only values that differ from those before the block.</summary>
public sealed record StateDiff
{
    /// <summary>A diff of nothing.</summary>
    public static StateDiff Empty { get; } = new();

    /// <summary>The changed storage cells by contract.</summary>
    public ImmutableArray<ContractStorageDiff> StorageDiffs { get; init; } = [];

    /// <summary>The new contracts.</summary>
    public ImmutableArray<ContractClass> DeployedContracts { get; init; } = [];

    /// <summary>The contracts of the state before whose class is another now.</summary>
    public ImmutableArray<ContractClass> ReplacedClasses { get; init; } = [];

    /// <summary>The new Sierra classes.</summary>
    public ImmutableArray<DeclaredClass> DeclaredClasses { get; init; } = [];

    /// <summary>The classes whose compiled class hash went from Poseidon to Blake (0.14.1).</summary>
    public ImmutableArray<DeclaredClass> MigratedClasses { get; init; } = [];

    /// <summary>The new classes of Cairo 0.</summary>
    public ImmutableArray<Felt> DeprecatedDeclaredClasses { get; init; } = [];

    /// <summary>The changed nonces.</summary>
    public ImmutableArray<NonceUpdate> Nonces { get; init; } = [];

    /// <summary>The number of entries: deployed, replaced, declared, migrated, old classes, nonces and storage cells.</summary>
    public int Length =>
        DeployedContracts.Length + ReplacedClasses.Length + DeclaredClasses.Length + MigratedClasses.Length +
        DeprecatedDeclaredClasses.Length + Nonces.Length + StorageDiffs.Sum(contract => contract.Entries.Length);

    /// <summary>The same diff with each list ascending by its key and without contracts that have no changed cell.</summary>
    public StateDiff Sorted() => new()
    {
        StorageDiffs = [.. StorageDiffs
            .Where(contract => contract.Entries.Length > 0)
            .OrderBy(contract => contract.Address)
            .Select(contract => contract with { Entries = [.. contract.Entries.OrderBy(entry => entry.Key)] })],
        DeployedContracts = [.. DeployedContracts.OrderBy(contract => contract.Address)],
        ReplacedClasses = [.. ReplacedClasses.OrderBy(contract => contract.Address)],
        DeclaredClasses = [.. DeclaredClasses.OrderBy(declared => declared.ClassHash)],
        MigratedClasses = [.. MigratedClasses.OrderBy(declared => declared.ClassHash)],
        DeprecatedDeclaredClasses = [.. DeprecatedDeclaredClasses.Order()],
        Nonces = [.. Nonces.OrderBy(update => update.Address)],
    };
}
