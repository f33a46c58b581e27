using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Xunit;

namespace Kraken.Starknet.Tests.Blocks;

public sealed class StateDiffHashTests
{
    [Fact]
    public void TheDiffOfANetworkBlockHasItsCommitmentAndLength()
    {
        JsonElement block = SharedData.Json("starknet/blocks/v0.13.4_sepolia-integration_63881.block.json");
        StateDiff diff =
            FeederDiff(SharedData.Json("starknet/blocks/v0.13.4_sepolia-integration_63881.state_update.json").GetProperty("state_diff"));
        Assert.Equal(FeederBlock.Felt(block, "state_diff_commitment"), StateDiffHash.Compute(diff));
        Assert.Equal(block.GetProperty("state_diff_length").GetInt32(), diff.Length);
    }

    [Fact]
    public void TheOrderOfEntriesAndEmptyContractsDoNotMatter()
    {
        StateDiff diff = FeederDiff(SharedData.Json("starknet/blocks/v0.14.1_mainnet_4130000.state_update.json").GetProperty("state_diff"));
        StateDiff reversed = diff with
        {
            StorageDiffs =
            [
                .. diff.StorageDiffs.Reverse().Select(contract => contract with { Entries = [.. contract.Entries.Reverse()] }),
                new ContractStorageDiff(12345, []),
            ],
            Nonces = [.. diff.Nonces.Reverse()],
            DeclaredClasses = [.. diff.DeclaredClasses.Reverse()],
            MigratedClasses = [.. diff.MigratedClasses.Reverse()],
        };
        Assert.NotEmpty(diff.StorageDiffs);
        Assert.Equal(StateDiffHash.Compute(diff), StateDiffHash.Compute(reversed));
        Assert.Equal(diff.Length, reversed.Length);
    }

    [Fact]
    public void AnyChangedEntryChangesTheCommitment()
    {
        StateDiff diff = DevnetRun.Diff(DevnetRun.Steps[5]);
        Felt commitment = StateDiffHash.Compute(diff);
        NonceUpdate nonce = diff.Nonces[0];
        Assert.NotEqual(commitment, StateDiffHash.Compute(diff with { Nonces = [nonce with { Nonce = nonce.Nonce + 1 }] }));
        Assert.NotEqual(commitment, StateDiffHash.Compute(diff with { StorageDiffs = diff.StorageDiffs[1..] }));
        Assert.NotEqual(commitment, StateDiffHash.Compute(diff with { MigratedClasses = [new(1, 2)] }));
    }

    private static StateDiff FeederDiff(JsonElement diff) => new()
    {
        StorageDiffs = [.. diff.GetProperty("storage_diffs").EnumerateObject().Select(contract => new ContractStorageDiff(
            Felt.Parse(contract.Name),
            [.. contract.Value.EnumerateArray()
                .Select(entry => new StorageEntry(FeederBlock.Felt(entry, "key"), FeederBlock.Felt(entry, "value")))]))],
        DeployedContracts = Contracts(diff, "deployed_contracts"),
        ReplacedClasses = Contracts(diff, "replaced_classes"),
        DeclaredClasses = Classes(diff, "declared_classes"),
        MigratedClasses = Classes(diff, "migrated_compiled_classes"),
        DeprecatedDeclaredClasses = FeederBlock.Felts(diff, "old_declared_contracts"),
        Nonces = [.. diff.GetProperty("nonces")
            .EnumerateObject().Select(item => new NonceUpdate(Felt.Parse(item.Name), Felt.Parse(item.Value.GetString()!)))],
    };

    private static ImmutableArray<ContractClass> Contracts(JsonElement diff, string name) =>
        [.. diff.GetProperty(name)
            .EnumerateArray().Select(item => new ContractClass(FeederBlock.Felt(item, "address"), FeederBlock.Felt(item, "class_hash")))];

    private static ImmutableArray<DeclaredClass> Classes(JsonElement diff, string name) => diff.TryGetProperty(name, out JsonElement list)
        ? [.. list.EnumerateArray()
            .Select(item => new DeclaredClass(FeederBlock.Felt(item, "class_hash"), FeederBlock.Felt(item, "compiled_class_hash")))]
        : [];
}
