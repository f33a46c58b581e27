using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Trie;

namespace Kraken.State.Commitment;

/// <summary>Computes the commitment to the state after a diff. Pure: nothing is stored.</summary>
public static class StateCommitter
{
    /// <summary>Height of the contracts trie, the storage tries and the class trie.</summary>
    public const int Height = 251;

    /// <summary>Updates the tries.</summary>
    /// <param name="before">The state before the diff, for the class and nonce of contracts that the diff leaves as they are.</param>
    /// <param name="commitment">The commitment before the diff.</param>
    public static CommittedState Commit(IStateReader before, ICommitmentReader commitment, StateDiff diff)
    {
        // One batch for storage, the contracts' leaves and their trie: what does not depend on each other is hashed together.
        TrieBatch<PedersenTrieHash> batch = new(commitment);
        Dictionary<Felt, ContractChange> contracts = [];
        List<PendingLeaf> leaves = [];
        foreach (ContractStorageDiff contract in diff.ChangedStorage)
        {
            leaves.Clear();
            foreach (StorageEntry entry in contract.Entries)
            {
                leaves.Add(new(entry.Key, batch.Known(entry.Value)));
            }

            Felt root = commitment.StorageRootOf(contract.Address);
            Change(contracts, contract.Address).StorageRoot =
                batch.Update(root, Height, CollectionsMarshal.AsSpan(leaves));
        }

        foreach (CellValue cell in diff.Cells())
        {
            if (cell.Kind == CellKind.ClassHash)
            {
                Change(contracts, cell.Owner).ClassHash = cell.Value;
            }
            else if (cell.Kind == CellKind.Nonce)
            {
                Change(contracts, cell.Owner).Nonce = cell.Value;
            }
        }

        leaves.Clear();
        foreach ((Felt address, ContractChange change) in contracts)
        {
            leaves.Add(new(address, Leaf(
                batch,
                batch.Known(change.ClassHash ?? before.ClassHashAt(address)),
                change.StorageRoot ?? batch.Known(commitment.StorageRootOf(address)),
                batch.Known(change.Nonce ?? before.NonceAt(address)))));
        }

        PendingHash contractsRoot = batch.Update(commitment.Roots.Contracts, Height, CollectionsMarshal.AsSpan(leaves));
        IReadOnlyList<KeyValuePair<Felt, TrieNode>> nodes = batch.Run();
        TrieUpdate classes = UpdateClasses(commitment, diff);
        Dictionary<Felt, Felt> storageRoots = [];
        foreach ((Felt address, ContractChange change) in contracts)
        {
            if (change.StorageRoot is { } root)
            {
                storageRoots.Add(address, batch[root]);
            }
        }

        return new(
            new(batch[contractsRoot], classes.Root), storageRoots, classes.Nodes.Count == 0 ? nodes : [.. nodes, .. classes.Nodes]);
    }

    private static ref ContractChange Change(Dictionary<Felt, ContractChange> contracts, in Felt address) =>
        ref CollectionsMarshal.GetValueRefOrAddDefault(contracts, address, out _);

    /// <summary><see cref="StateCommitment.ContractLeaf"/> of what may not be hashed yet.</summary>
    private static PendingHash Leaf(TrieBatch<PedersenTrieHash> batch, PendingHash classHash, PendingHash storageRoot, PendingHash nonce) =>
        classHash.IsZero && storageRoot.IsZero && nonce.IsZero
            ? default
            : batch.Hash(batch.Hash(batch.Hash(classHash, storageRoot), nonce), default);

    private static TrieUpdate UpdateClasses(ICommitmentReader commitment, StateDiff diff)
    {
        TrieLeaf[] leaves = [.. diff.Cells().Where(cell => cell.Kind == CellKind.CompiledClass)
            .Select(cell => new TrieLeaf(cell.Owner, StateCommitment.ClassLeaf(cell.Value)))];
        return PatriciaTrie<PoseidonTrieHash>.Update(commitment, commitment.Roots.Classes, Height, leaves);
    }

    /// <summary>What a diff changes of a contract; null is as before.</summary>
    private struct ContractChange
    {
        internal Felt? ClassHash;
        internal Felt? Nonce;
        internal PendingHash? StorageRoot;
    }
}
