using System.Linq;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Starknet.Tests.Transactions;

public sealed class ContractAddressTests
{
    [Fact]
    public void TheWellKnownDevelopmentAccountsHaveTheAddressesOfTheirKeys()
    {
        JsonElement known = SharedData.Json("starknet/genesis/devnet_seed_0_accounts.json");
        Felt classHash = FeederBlock.Felt(known, "address_derivation_class_hash");
        Assert.All(known.GetProperty("accounts").EnumerateArray(), account => Assert.Equal(
            FeederBlock.Felt(account, "address"),
            ContractAddresses.Compute(
                Felt.Zero, known.GetProperty("salt").GetInt32(), classHash, [FeederBlock.Felt(account, "public_key")])));
    }

    [Fact]
    public void ADeployedAccountHasTheAddressOfItsReceipt()
    {
        JsonElement step = DevnetRun.Steps.First(item => item.GetProperty("name").ValueEquals("deploy_account"));
        Assert.Equal(DevnetRun.Receipt(step).ContractAddress, DevnetRun.Transaction(step).Sender);
    }

    [Fact]
    public void NormalisingWrapsAtTheUpperBound()
    {
        Felt bound = Felt.FromBigInteger(ContractAddresses.UpperBound);
        Assert.Equal(Felt.Zero, ContractAddresses.Normalize(bound));
        Assert.Equal(bound - Felt.One, ContractAddresses.Normalize(bound - Felt.One));
        Assert.Equal((Felt)7, ContractAddresses.Normalize(bound + 7));
    }
}
