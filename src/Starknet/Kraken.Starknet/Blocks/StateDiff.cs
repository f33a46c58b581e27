using System.Collections.Generic;
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

    /// <summary>The contracts whose storage changes, with the changed cells.</summary>
    public IEnumerable<ContractStorageDiff> ChangedStorage => StorageDiffs.Where(contract => contract.Entries.Length > 0);

    /// <summary>Every entry, list by list in the order of <see cref="StateDiffList"/>.</summary>
    public IEnumerable<StateDiffEntry> Entries()
    {
        foreach (ContractStorageDiff contract in StorageDiffs)
        {
            foreach (StorageEntry entry in contract.Entries)
            {
                yield return new(StateDiffList.Storage, contract.Address, entry.Key, entry.Value);
            }
        }

        foreach (NonceUpdate update in Nonces)
        {
            yield return new(StateDiffList.Nonce, update.Address, default, update.Nonce);
        }

        foreach (ContractClass contract in DeployedContracts)
        {
            yield return new(StateDiffList.Deployed, contract.Address, default, contract.ClassHash);
        }

        foreach (ContractClass contract in ReplacedClasses)
        {
            yield return new(StateDiffList.Replaced, contract.Address, default, contract.ClassHash);
        }

        foreach (DeclaredClass declared in DeclaredClasses)
        {
            yield return new(StateDiffList.Declared, declared.ClassHash, default, declared.CompiledClassHash);
        }

        foreach (DeclaredClass migrated in MigratedClasses)
        {
            yield return new(StateDiffList.Migrated, migrated.ClassHash, default, migrated.CompiledClassHash);
        }

        foreach (Felt declared in DeprecatedDeclaredClasses)
        {
            yield return new(StateDiffList.DeprecatedDeclared, declared, default, default);
        }
    }

    /// <summary>Every value of the state that the diff sets, whichever list names it. Classes of Cairo 0 set none.</summary>
    public IEnumerable<CellValue> Cells()
    {
        foreach (StateDiffEntry entry in Entries())
        {
            if (entry.Cell is { } kind)
            {
                yield return new(kind, entry.Owner, entry.Key, entry.Value);
            }
        }
    }

    /// <summary>The same diff with each list ascending by its key and without contracts that have no changed cell.</summary>
    public StateDiff Sorted() => new()
    {
        StorageDiffs = [.. ChangedStorage
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
