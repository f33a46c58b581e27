using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Dev.Accounts;
using Kraken.Dev.Chain;
using Kraken.Fields;
using Kraken.Starknet.Genesis;
using Xunit;

namespace Kraken.Dev.Tests;

/// <summary>The accounts of starknet-devnet's seeds.</summary>
public sealed class SeededAccountsTests
{
    // Known answers of MT19937-64 for a state of the word 5489, its authors' own [MT64].
    [Fact]
    public void TheGeneratorGivesItsAuthorsValues()
    {
        MersenneTwister64 random = new(5489);
        Assert.Equal(14514284786278117030UL, random.Next());
        Assert.Equal(4620546740167642908UL, random.Next());
        ulong value = 0;
        for (int i = 2; i < 10_000; i++)
        {
            value = random.Next();
        }

        Assert.Equal(9981545732273789042UL, value);
    }

    [Fact]
    public void TheAccountsOfSeedZeroAreTheWellKnownOnes()
    {
        using JsonDocument known = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(SharedData.Folder, "starknet", "genesis", "devnet_seed_0_accounts.json")));
        JsonElement[] accounts = [.. known.RootElement.GetProperty("accounts").EnumerateArray()];
        Assert.Equal(
            accounts.Select(account => (Of(account, "address"), Of(account, "public_key"), Of(account, "private_key"))),
            SeededAccounts.Take(0, accounts.Length, 7, null).Select(made => (made.Address, made.PublicKey, made.PrivateKey!.Value)));
        Assert.Equal(
            DevelopmentAccounts.All.Select(account => account.Address), SeededAccounts.Take(0, 10, 1, null).Select(made => made.Address));
    }

    // From starknet-devnet's documentation and tests: the first account of --seed 42, and the account that mints.
    [Theory]
    [InlineData("0xb137668388dbe9acdfa3bc734cc2c469", "0x34ba56f92265f0868c57d3fe72ecab144fc96f97954bbbc4252cef8e8a979ba")]
    [InlineData("0x5fb2959e3011a873a7160f5bb32b0ece", "0x1caf2df5ed5dde1ae3faef4acd72522ac3cb16e23f6dc4c7f9faed67124c511")]
    public void AnAddressFollowsFromTheKey(string key, string address) =>
        Assert.Equal(Felt.Parse(address), SeededAccounts.Of(Felt.Parse(key), 0).Address);

    [Fact]
    public void AnotherSeedHasOtherKeys()
    {
        Assert.Equal(Felt.Parse("0xb137668388dbe9acdfa3bc734cc2c469"), SeededAccounts.Take(42, 1, 0, null)[0].PrivateKey);
        Assert.Equal("0x1caf2df5ed5dde1ae3faef4acd72522ac3cb16e23f6dc4c7f9faed67124c511", DevGenesis.Faucet.Address.ToString());
        Assert.Equal(255, SeededAccounts.Take(uint.MaxValue, 255, 0, null).Select(account => account.Address).Distinct().Count());
    }

    private static Felt Of(JsonElement account, string name) => Felt.Parse(account.GetProperty(name).GetString()!);
}
