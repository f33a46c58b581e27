using System;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Starknet.Genesis;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Dev.Tests;

/// <summary>Accounts, minting, impersonation, snapshots, restart.</summary>
public sealed class CheatTests
{
    private static readonly Felt Alice = DevFixture.Accounts[0].Address;

    [Fact]
    public async Task AccountsAreToldWithTheirKeysAndBalances()
    {
        DevOptions options = new() { Accounts = 3, InitialBalance = 5_000_000_000_000_000_000 };
        await using DevFixture dev = await DevFixture.StartAsync(options);
        JsonElement accounts = await dev.CallAsync("devnet_getPredeployedAccounts");
        Assert.Equal(3, accounts.GetArrayLength());
        Assert.Equal(Alice.ToString(), accounts[0].GetProperty("address").GetString());
        Assert.Equal("0x71d7bb07b9a64f6f78ac4c816aff4da9", accounts[0].GetProperty("private_key").GetString());
        Assert.Equal("5000000000000000000", accounts[0].GetProperty("initial_balance").GetString());
        Assert.Equal(JsonValueKind.Null, accounts[0].GetProperty("balance").ValueKind);
        await dev.TransferAsync(0, 0);
        accounts = await dev.CallAsync("devnet_getPredeployedAccounts", """{"with_balance":true}""");
        JsonElement balance = accounts[0].GetProperty("balance");
        Assert.Equal("5000000000000000000", balance.GetProperty("eth").GetProperty("amount").GetString());
        Assert.Equal("WEI", balance.GetProperty("eth").GetProperty("unit").GetString());
        Assert.NotEqual("5000000000000000000", balance.GetProperty("strk").GetProperty("amount").GetString());
        Assert.Equal("FRI", balance.GetProperty("strk").GetProperty("unit").GetString());
    }

    [Fact]
    public async Task WhatIsMintedIsThereWithItsTransaction()
    {
        await using DevFixture dev = await DevFixture.StartAsync();
        JsonElement minted = await dev.CallAsync("devnet_mint", """{"address":"0x77","amount":1000.9}""");
        Assert.Equal("1000", minted.GetProperty("new_balance").GetString());
        Assert.Equal("FRI", minted.GetProperty("unit").GetString());
        JsonElement receipt = await dev.ReceiptAsync(minted.GetProperty("tx_hash").GetString()!);
        Assert.Equal("SUCCEEDED", receipt.GetProperty("execution_status").GetString());
        minted = await dev.CallAsync("devnet_mint", """{"address":"0x77","amount":1e21,"unit":"WEI"}""");
        Assert.Equal("1000000000000000000000", minted.GetProperty("new_balance").GetString());
        Assert.Equal(2ul, await dev.HeightAsync());
        const string Largest = "115792089237316195423570985008687907853269984665640564039457584007913129639935";
        (int code, string message) = await dev.RefusedAsync("devnet_mint", $$"""{"address":"0x77","amount":{{Largest}}}""");
        Assert.Equal(-1, code);
        Assert.StartsWith("Minting reverted", message, StringComparison.Ordinal);
        Assert.Equal(1000, await dev.BalanceAsync(0x77));
    }

    [Fact]
    public async Task TheConfigurationIsWhatSncastReads()
    {
        await using DevFixture dev = await DevFixture.StartAsync(new DevOptions { Seed = 42, Accounts = 2 });
        JsonElement config = await dev.CallAsync("devnet_getConfig");
        Assert.Equal(42u, config.GetProperty("seed").GetUInt32());
        Assert.Equal(2, config.GetProperty("total_accounts").GetByte());
        Assert.Equal(ChainContracts.Account.ClassHash.ToString(), config.GetProperty("account_contract_class_hash").GetString());
        Assert.Equal("SN_SEPOLIA", config.GetProperty("chain_id").GetString());
        Assert.Equal("transaction", config.GetProperty("block_generation_on").GetString());
        Assert.Equal("127.0.0.1", config.GetProperty("server_config").GetProperty("host").GetString());
    }

    [Fact]
    public async Task AnImpersonatedAccountSendsWithoutItsKeyUntilItIsNoMore()
    {
        await using DevFixture dev = await DevFixture.StartAsync();
        const string Method = "starknet_addInvokeTransaction";
        string account = $$"""{"account_address":"{{Alice}}"}""";
        Assert.Equal(55, (await dev.RefusedAsync(Method, DevFixture.Transfer(0, 0, key: 5))).Code);
        await dev.CallAsync("devnet_impersonateAccount", account);
        await dev.CallAsync(Method, DevFixture.Transfer(0, 0, key: 5));
        Assert.Equal(55, (await dev.RefusedAsync(Method, DevFixture.Transfer(1, 0, key: 5))).Code);
        await dev.CallAsync("devnet_stopImpersonateAccount", account);
        Assert.Equal(55, (await dev.RefusedAsync(Method, DevFixture.Transfer(0, 1, key: 5))).Code);
        await dev.CallAsync("devnet_autoImpersonate");
        await dev.CallAsync(Method, DevFixture.Transfer(1, 0, key: 5));
        await dev.CallAsync("devnet_stopAutoImpersonate");
        Assert.Equal(55, (await dev.RefusedAsync(Method, DevFixture.Transfer(2, 0, key: 5))).Code);

        // Traced as it ran, though nobody is impersonated any more.
        await dev.TransferAsync(3, 0);
        foreach ((int block, bool validated) in new[] { (1, false), (2, false), (3, true) })
        {
            JsonElement traces = await dev.CallAsync("starknet_traceBlockTransactions", $$$"""{"block_id":{"block_number":{{{block}}}}}""");
            Assert.Equal(validated, traces[0].GetProperty("trace_root").TryGetProperty("validate_invocation", out _));
        }
    }

    [Fact]
    public async Task WhatWaitsIsTracedAsItRan()
    {
        await using DevFixture dev = await DevFixture.StartAsync(new DevOptions { BlockGeneration = BlockGeneration.OnDemand });
        await dev.CallAsync("devnet_autoImpersonate");
        JsonElement sent = await dev.CallAsync("starknet_addInvokeTransaction", DevFixture.Transfer(0, 0, key: 5));
        await dev.CallAsync("devnet_stopAutoImpersonate");
        string hash = sent.GetProperty("transaction_hash").GetString()!;
        JsonElement trace = await dev.CallAsync("starknet_traceTransaction", $$"""{"transaction_hash":"{{hash}}"}""");
        Assert.False(trace.TryGetProperty("validate_invocation", out _));
        Assert.True(trace.TryGetProperty("execute_invocation", out _));
    }

    [Fact]
    public async Task ASnapshotBringsEverythingBack()
    {
        SetClock clock = new(1_700_000_000);
        await using DevFixture dev = await DevFixture.StartAsync(clock: clock);
        await dev.TransferAsync(0, 0, to: 77);
        await dev.CallAsync("devnet_impersonateAccount", $$"""{"account_address":"{{Alice}}"}""");
        string first = await SnapshotAsync(dev);
        await dev.TransferAsync(0, 1, to: 77);
        string second = await SnapshotAsync(dev);
        await dev.CallAsync("devnet_increaseTime", """{"time":500}""");
        await dev.CallAsync("devnet_setGasPrice", """{"l2_gas_price_fri":5}""");
        await dev.CallAsync("devnet_stopImpersonateAccount", $$"""{"account_address":"{{Alice}}"}""");
        Assert.True(await RevertAsync(dev, first));
        Assert.Equal(1ul, await dev.HeightAsync());
        Assert.Equal(5, await dev.BalanceAsync(77));
        Assert.False(await RevertAsync(dev, second));
        Assert.False(await RevertAsync(dev, first));
        await dev.CallAsync("starknet_addInvokeTransaction", DevFixture.Transfer(0, 1, key: 5));
        Assert.Equal(1_700_000_000ul, await dev.TimeAsync(2));
        Assert.Equal("0x3b9aca00", (await dev.BlockAsync(2)).GetProperty("l2_gas_price").GetProperty("price_in_fri").GetString());
    }

    [Fact]
    public async Task ASnapshotOfTheBlockBeingBuiltBringsItBack()
    {
        await using DevFixture dev = await DevFixture.StartAsync(new DevOptions { BlockGeneration = BlockGeneration.OnDemand });
        await dev.TransferAsync(0, 0, to: 77);
        string snapshot = await SnapshotAsync(dev);
        await dev.TransferAsync(0, 1, to: 77);
        await dev.CallAsync("devnet_createBlock");
        Assert.True(await RevertAsync(dev, snapshot));
        Assert.Equal(0ul, await dev.HeightAsync());
        Assert.Equal(1ul, await dev.NonceAsync(Alice, "pre_confirmed"));
        await dev.CallAsync("devnet_createBlock");
        Assert.Equal(1, (await dev.BlockAsync(1)).GetProperty("transactions").GetArrayLength());
    }

    [Fact]
    public async Task SnapshotsOfBlocksThatAreAbortedAreGone()
    {
        await using DevFixture dev = await DevFixture.StartAsync();
        string early = await SnapshotAsync(dev);
        await dev.TransferAsync(0, 0);
        string late = await SnapshotAsync(dev);
        await dev.CallAsync("devnet_abortBlocks", """{"starting_block_id":"latest"}""");
        await dev.TransferAsync(1, 0);
        Assert.False(await RevertAsync(dev, late));
        Assert.True(await RevertAsync(dev, early));
    }

    [Fact]
    public async Task ThereAreSoManySnapshotsAndNoMore()
    {
        await using DevFixture dev = await DevFixture.StartAsync();
        for (int i = 0; i < Chain.Snapshots.Most; i++)
        {
            await SnapshotAsync(dev);
        }

        Assert.Equal(-32600, (await dev.RefusedAsync("kraken_snapshot")).Code);
        Assert.True(await RevertAsync(dev, "0x1"));
        Assert.Equal("0x401", await SnapshotAsync(dev));
    }

    [Fact]
    public async Task ARestartBeginsAnew()
    {
        await using DevFixture dev = await DevFixture.StartAsync();
        string genesis = await dev.HashAsync(0);
        string[] firsts = [await dev.TransferAsync(0, 0, to: 77), await dev.TransferAsync(0, 1, to: 77)];
        await dev.CallAsync("devnet_autoImpersonate");
        await dev.CallAsync("devnet_restart", """{"restart_l1_to_l2_messaging":true}""");
        Assert.Equal(0ul, await dev.HeightAsync());
        Assert.Equal(genesis, await dev.HashAsync(0));
        Assert.Equal(0, await dev.BalanceAsync(77));
        Assert.Equal(29, (await dev.RefusedAsync("starknet_getTransactionReceipt", $$"""{"transaction_hash":"{{firsts[0]}}"}""")).Code);
        Assert.Equal(55, (await dev.RefusedAsync("starknet_addInvokeTransaction", DevFixture.Transfer(0, 0, key: 5))).Code);
        Assert.Equal(firsts[0], await dev.TransferAsync(0, 0, to: 77));
        Assert.Equal(firsts[1], await dev.TransferAsync(0, 1, to: 77));
    }

    [Fact]
    public async Task MethodsThatAreRestrictedAreRefused()
    {
        await using DevFixture dev = await DevFixture.StartAsync(new DevOptions { RestrictedMethods = DevHost.UsuallyRestricted });
        Assert.Equal(-32604, (await dev.RefusedAsync("devnet_mint", """{"address":"0x77","amount":1}""")).Code);
        Assert.Equal(-32604, (await dev.RefusedAsync("devnet_restart")).Code);
        await dev.CallAsync("devnet_getConfig");
        DevOptions closed = new() { RestrictedMethods = ["starknet_addInvokeTransaction", "devnet_dump"] };
        await using DevFixture reading = await DevFixture.StartAsync(closed);
        Assert.Equal(-32604, (await reading.RefusedAsync("starknet_addInvokeTransaction", DevFixture.Transfer(0, 0))).Code);
        Assert.Equal(-32604, (await reading.RefusedAsync("devnet_dump")).Code);
        await reading.CallAsync("devnet_mint", """{"address":"0x77","amount":1}""");
        DevOptions misspelled = new() { RestrictedMethods = ["devnet_mnt"], Port = 0 };
        InvalidDataException unknown =
            Assert.Throws<InvalidDataException>(() => new DevHost(misspelled, NullLoggerFactory.Instance));
        Assert.Contains("'devnet_mnt'", unknown.Message, StringComparison.Ordinal);
    }

    private static async Task<string> SnapshotAsync(DevFixture dev) =>
        (await dev.CallAsync("kraken_snapshot")).GetProperty("snapshot_id").GetString()!;

    private static async Task<bool> RevertAsync(DevFixture dev, string snapshot) =>
        (await dev.CallAsync("kraken_revert", $$"""{"snapshot_id":"{{snapshot}}"}""")).GetProperty("reverted").GetBoolean();
}
