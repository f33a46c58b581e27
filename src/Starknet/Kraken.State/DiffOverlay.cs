using System.Collections.Generic;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.State;

/// <summary>The state after a diff on top of another state: a block that is executed but not yet stored. Immutable.</summary>
public sealed class DiffOverlay : IStateReader
{
    private readonly IStateReader parent;
    private readonly Dictionary<(Felt, Felt), Felt> storage = [];
    private readonly Dictionary<Felt, Felt> nonces = [];
    private readonly Dictionary<Felt, Felt> classHashes = [];
    private readonly Dictionary<Felt, Felt> compiledClasses = [];

    /// <summary>Lays <paramref name="diff"/> over <paramref name="parent"/>.</summary>
    public DiffOverlay(IStateReader parent, StateDiff diff)
    {
        this.parent = parent;
        foreach (ContractStorageDiff contract in diff.StorageDiffs)
        {
            foreach (StorageEntry entry in contract.Entries)
            {
                storage[(contract.Address, entry.Key)] = entry.Value;
            }
        }

        foreach (NonceUpdate nonce in diff.Nonces)
        {
            nonces[nonce.Address] = nonce.Nonce;
        }

        AddClasses(diff.DeployedContracts);
        AddClasses(diff.ReplacedClasses);
        AddDeclared(diff.DeclaredClasses);
        AddDeclared(diff.MigratedClasses);
    }

    /// <inheritdoc/>
    public Felt StorageAt(in Felt contract, in Felt key) =>
        storage.TryGetValue((contract, key), out Felt value) ? value : parent.StorageAt(contract, key);

    /// <inheritdoc/>
    public Felt NonceAt(in Felt contract) => nonces.TryGetValue(contract, out Felt value) ? value : parent.NonceAt(contract);

    /// <inheritdoc/>
    public Felt ClassHashAt(in Felt contract) => classHashes.TryGetValue(contract, out Felt value) ? value : parent.ClassHashAt(contract);

    /// <inheritdoc/>
    public Felt CompiledClassHashOf(in Felt classHash) =>
        compiledClasses.TryGetValue(classHash, out Felt value) ? value : parent.CompiledClassHashOf(classHash);

    private void AddClasses(IEnumerable<ContractClass> contracts)
    {
        foreach (ContractClass contract in contracts)
        {
            classHashes[contract.Address] = contract.ClassHash;
        }
    }

    private void AddDeclared(IEnumerable<DeclaredClass> declared)
    {
        foreach (DeclaredClass entry in declared)
        {
            compiledClasses[entry.ClassHash] = entry.CompiledClassHash;
        }
    }
}
