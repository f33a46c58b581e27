using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State.Commitment;
using Kraken.State.Journal;
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
