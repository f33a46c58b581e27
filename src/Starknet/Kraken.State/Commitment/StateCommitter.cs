using System.Collections.Generic;
using System.Linq;
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
    /// <param name="diff">The diff.</param>
    public static CommittedState Commit(IStateReader before, ICommitmentReader commitment, StateDiff diff)
    {
        List<KeyValuePair<Felt, TrieNode>> nodes = [];
        Dictionary<Felt, Felt> storageRoots = [];
        foreach (ContractStorageDiff contract in diff.StorageDiffs.Where(contract => contract.Entries.Length > 0))
        {
            TrieLeaf[] leaves = [.. contract.Entries.Select(entry => new TrieLeaf(entry.Key, entry.Value))];
            Felt root = commitment.StorageRootOf(contract.Address);
            TrieUpdate update = PatriciaTrie<PedersenTrieHash>.Update(commitment, root, Height, leaves);
            storageRoots[contract.Address] = update.Root;
            nodes.AddRange(update.Nodes);
        }

        List<TrieLeaf> contractLeaves = ContractLeaves(before, commitment, diff, storageRoots);
        TrieUpdate contracts = PatriciaTrie<PedersenTrieHash>.Update(commitment, commitment.Roots.Contracts, Height, contractLeaves);
        TrieLeaf[] classLeaves = [.. diff.DeclaredClasses.Concat(diff.MigratedClasses)
            .Select(declared => new TrieLeaf(declared.ClassHash, StateCommitment.ClassLeaf(declared.CompiledClassHash)))];
        TrieUpdate classes = PatriciaTrie<PoseidonTrieHash>.Update(commitment, commitment.Roots.Classes, Height, classLeaves);
        nodes.AddRange(contracts.Nodes);
        nodes.AddRange(classes.Nodes);
        return new(new(contracts.Root, classes.Root), storageRoots, nodes);
    }

    private static List<TrieLeaf> ContractLeaves(
        IStateReader before, ICommitmentReader commitment, StateDiff diff, Dictionary<Felt, Felt> storageRoots)
    {
        Dictionary<Felt, Felt> classHashes =
            diff.DeployedContracts.Concat(diff.ReplacedClasses).ToDictionary(item => item.Address, item => item.ClassHash);
        Dictionary<Felt, Felt> nonces = diff.Nonces.ToDictionary(item => item.Address, item => item.Nonce);
        HashSet<Felt> contracts = [.. classHashes.Keys, .. nonces.Keys, .. storageRoots.Keys];
        List<TrieLeaf> leaves = new(contracts.Count);
        foreach (Felt contract in contracts)
        {
            Felt classHash = classHashes.TryGetValue(contract, out Felt newClass) ? newClass : before.ClassHashAt(contract);
            Felt nonce = nonces.TryGetValue(contract, out Felt newNonce) ? newNonce : before.NonceAt(contract);
            Felt root = storageRoots.TryGetValue(contract, out Felt newRoot) ? newRoot : commitment.StorageRootOf(contract);
            leaves.Add(new(contract, StateCommitment.ContractLeaf(classHash, root, nonce)));
        }

        return leaves;
    }
}
