using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State.Commitment;
using Kraken.Trie;
using Xunit;

namespace Kraken.State.Tests.Commitment;

public sealed class StateCommitterTests
{
    [Fact]
    public void TheGenesisOfMainnetHasItsPublishedRoot()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(
            Path.Combine(Repository.Root, "..", "shared", "data", "starknet", "state", "mainnet_genesis.block_and_state_update.json")));
        JsonElement update = document.RootElement.GetProperty("state_update");
        JsonElement json = update.GetProperty("state_diff");
        StateDiff diff = new()
        {
            StorageDiffs = [.. json.GetProperty("storage_diffs").EnumerateObject().Select(contract => new ContractStorageDiff(
                Felt.Parse(contract.Name),
                [.. contract.Value.EnumerateArray().Select(entry => new StorageEntry(Parse(entry, "key"), Parse(entry, "value")))]))],
            DeployedContracts = [.. json.GetProperty("deployed_contracts")
                .EnumerateArray().Select(item => new ContractClass(Parse(item, "address"), Parse(item, "class_hash")))],
        };
        CommittedState committed = StateCommitter.Commit(EmptyState.Instance, EmptyCommitment.Instance, diff);
        Assert.Equal(Parse(update, "new_root"), committed.Roots.Contracts);
        Assert.Equal(Felt.Zero, committed.Roots.Classes);
    }

    [Fact]
    public void CommittingTwoDiffsGivesTheRootOfTheirSumAndUndoingBothTheEmptyRoot()
    {
        StateDiff first = new() { StorageDiffs = [new(9, [new(1, 2), new(3, 4)])], Nonces = [new(9, 1)], DeclaredClasses = [new(5, 6)] };
        StateDiff second = new() { StorageDiffs = [new(9, [new(3, 7)]), new(10, [new(1, 1)])], DeployedContracts = [new(10, 5)] };
        StateDiff sum = new()
        {
            StorageDiffs = [new(9, [new(1, 2), new(3, 7)]), new(10, [new(1, 1)])],
            Nonces = [new(9, 1)],
            DeclaredClasses = [new(5, 6)],
            DeployedContracts = [new(10, 5)],
        };
        (IStateReader state, ICommitmentReader commitment) = Apply([first, second]);
        Assert.Equal(StateCommitter.Commit(EmptyState.Instance, EmptyCommitment.Instance, sum).Roots, commitment.Roots);
        StateDiff clear = new()
        {
            StorageDiffs = [new(9, [new(1, 0), new(3, 0)]), new(10, [new(1, 0)])],
            Nonces = [new(9, 0)],
            ReplacedClasses = [new(10, 0)],
        };
        Assert.Equal(Felt.Zero, StateCommitter.Commit(state, commitment, clear).Roots.Contracts);
    }

    [Fact]
    public void ABlockHashedTogetherIsWhatItsTriesAreOneByOne()
    {
        Random random = new(11);
        IStateReader state = EmptyState.Instance;
        ICommitmentReader commitment = EmptyCommitment.Instance;
        for (int block = 0; block < 60; block++)
        {
            StateDiff diff = RandomDiff(random, state);
            CommittedState committed = StateCommitter.Commit(state, commitment, diff);
            DiffOverlay after = new(state, diff);
            Felt[] contracts =
            [
                .. diff.StorageDiffs.Where(item => item.Entries.Length > 0).Select(item => item.Address)
                    .Union(diff.Nonces.Select(item => item.Address))
                    .Union(diff.DeployedContracts.Concat(diff.ReplacedClasses).Select(item => item.Address)),
            ];
            List<KeyValuePair<Felt, TrieNode>> nodes = [];
            List<TrieLeaf> leaves = [];
            foreach (Felt contract in contracts)
            {
                TrieUpdate storage = PatriciaTrie<PedersenTrieHash>.Update(
                    commitment,
                    commitment.StorageRootOf(contract),
                    StateCommitter.Height,
                    [.. diff.StorageDiffs.Where(item => item.Address == contract)
                        .SelectMany(item => item.Entries.Select(entry => new TrieLeaf(entry.Key, entry.Value)))]);
                nodes.AddRange(storage.Nodes);
                Assert.Equal(storage.Root, committed.StorageRoots.GetValueOrDefault(contract, commitment.StorageRootOf(contract)));
                leaves.Add(new(
                    contract, StateCommitment.ContractLeaf(after.ClassHashAt(contract), storage.Root, after.NonceAt(contract))));
            }

            TrieUpdate top = PatriciaTrie<PedersenTrieHash>.Update(commitment, commitment.Roots.Contracts, StateCommitter.Height, leaves);
            Assert.Equal(top.Root, committed.Roots.Contracts);
            Assert.Equal(nodes.Concat(top.Nodes).OrderBy(node => node.Key), committed.Nodes.OrderBy(node => node.Key));
            Assert.All(committed.Nodes, node => Assert.True(committed.TryGetNode(node.Key, out TrieNode found) && found == node.Value));
            Assert.False(committed.TryGetNode(12345, out _));
            (state, commitment) = (after, new CommitmentOverlay(commitment, committed));
        }
    }

    // Contracts 1 to 40, of which the first ones have storage that comes and goes.
    private static StateDiff RandomDiff(Random random, IStateReader state)
    {
        Felt[] some = [.. Enumerable.Range(1, 40).Where(_ => random.Next(4) == 0).Select(i => (Felt)i)];
        ContractClass[] classes =
            [.. some.Where(_ => random.Next(3) == 0).Select(address => new ContractClass(address, random.Next(3)))];
        return new()
        {
            StorageDiffs = [.. Enumerable.Range(1, 4).Where(_ => random.Next(2) == 0).Select(contract => new ContractStorageDiff(
                contract,
                [.. Enumerable.Range(0, 30).Where(_ => random.Next(3) == 0).Select(i => new StorageEntry(i * i, random.Next(3)))]))],
            Nonces = [.. some.Where(_ => random.Next(2) == 0).Select(address => new NonceUpdate(address, random.Next(4)))],
            DeployedContracts = [.. classes.Where(item => state.ClassHashAt(item.Address).IsZero)],
            ReplacedClasses = [.. classes.Where(item => !state.ClassHashAt(item.Address).IsZero)],
        };
    }

    private static (IStateReader State, ICommitmentReader Commitment) Apply(IEnumerable<StateDiff> diffs)
    {
        IStateReader state = EmptyState.Instance;
        ICommitmentReader commitment = EmptyCommitment.Instance;
        foreach (StateDiff diff in diffs)
        {
            commitment = new CommitmentOverlay(commitment, StateCommitter.Commit(state, commitment, diff));
            state = new DiffOverlay(state, diff);
        }

        return (state, commitment);
    }

    private static Felt Parse(JsonElement element, string name) => Felt.Parse(element.GetProperty(name).GetString()!);
}
