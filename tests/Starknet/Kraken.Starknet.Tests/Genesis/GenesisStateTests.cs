using System;
using System.Linq;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Xunit;

namespace Kraken.Starknet.Tests.Genesis;

public sealed class GenesisStateTests
{
    [Fact]
    public void TheDevelopmentAccountsAreTheWellKnownOnes()
    {
        JsonElement[] known = [.. SharedData.Json("starknet/genesis/devnet_seed_0_accounts.json").GetProperty("accounts").EnumerateArray()];
        Assert.Equal(known.Length, DevelopmentAccounts.All.Length);
        Assert.All(known.Zip(DevelopmentAccounts.All), pair =>
        {
            Assert.Equal(FeederBlock.Felt(pair.First, "address"), pair.Second.Address);
            Assert.Equal(FeederBlock.Felt(pair.First, "public_key"), pair.Second.PublicKey);
            Assert.Equal(FeederBlock.Felt(pair.First, "private_key"), pair.Second.PrivateKey);
        });
    }

    [Fact]
    public void TheTokensStandWhereThoseOfARealBlockDo()
    {
        string block = SharedData.Json("starknet/blocks/v0.13.4_sepolia-integration_63881.block.json").GetRawText();
        Assert.All((Felt[])[WellKnownAddresses.FeeToken, WellKnownAddresses.EthToken], address => Assert.Contains(
            $"\"0x{address.ToBigInteger():x}\"", block, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryDeployedContractHasADeclaredClassAndEveryAccountItsKeyAndBalance()
    {
        GenesisDescription genesis = new();
        StateDiff diff = GenesisState.Build(genesis);
        Assert.Equal(4, diff.DeclaredClasses.Length);
        Assert.Equal(14, diff.DeployedContracts.Length);
        Assert.All(
            diff.DeployedContracts,
            contract => Assert.Contains(diff.DeclaredClasses, declared => declared.ClassHash == contract.ClassHash));
        ContractStorageDiff token = diff.StorageDiffs.Single(contract => contract.Address == genesis.FeeTokenAddress);
        Assert.All(genesis.Accounts, account =>
        {
            Assert.Contains(new StorageEntry(StorageLayout.Balance(account.Address), account.Balance), token.Entries);
            Assert.Equal(
                account.PublicKey, Assert.Single(diff.StorageDiffs.Single(contract => contract.Address == account.Address).Entries).Value);
        });
    }

    [Fact]
    public void BalancesAreWhereTheTokensRealStorageHasThem()
    {
        // The fee transfer of the development node's run writes the sender's and the sequencer's balance.
        StateDiff diff = DevnetRun.Diff(DevnetRun.Steps[5]);
        ContractStorageDiff token = diff.StorageDiffs.Single(contract => contract.Address == WellKnownAddresses.FeeToken);
        Felt account = DevnetRun.Transaction(DevnetRun.Steps[5]).Sender;
        Assert.Equal([StorageLayout.Balance(0x1000), StorageLayout.Balance(account)], token.Entries.Select(entry => entry.Key).Order());
        StorageEntry key = Assert.Single(diff.StorageDiffs.Single(contract => contract.Address == account).Entries);
        Assert.Equal(StorageLayout.Variable("Account_public_key"), key.Key);
    }

    [Fact]
    public void BalancesBeyondTheTokensRangeAreRefused()
    {
        GenesisDescription genesis = new() { Accounts = [new(1, 1, UInt128.MaxValue), new(2, 2, 1)] };
        Assert.Throws<OverflowException>(() => GenesisState.Build(genesis));
    }
}
