using System;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Serialization.Json;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Json;
using Xunit;

namespace Kraken.Dev.Tests;

/// <summary>Transactions on a chain that makes a block of each.</summary>
public sealed class TransactionTests
{
    [Fact]
    public async Task EachTransactionIsABlockWithItsReceiptAtOnce()
    {
        await using DevFixture dev = await DevFixture.StartAsync();
        Assert.Equal("Alive!!!", await dev.GetAsync("/is_alive"));
        Assert.Equal(0ul, await dev.HeightAsync());
        for (ulong nonce = 0; nonce < 3; nonce++)
        {
            string hash = await dev.TransferAsync(0, nonce, to: 77);
            JsonElement receipt = await dev.ReceiptAsync(hash);
            Assert.Equal("SUCCEEDED", receipt.GetProperty("execution_status").GetString());
            Assert.Equal("ACCEPTED_ON_L2", receipt.GetProperty("finality_status").GetString());
            Assert.Equal(nonce + 1, receipt.GetProperty("block_number").GetUInt64());
            Assert.Equal(nonce + 1, await dev.HeightAsync());
            Assert.Equal(nonce + 1, await dev.NonceAsync(DevFixture.Accounts[0].Address));
        }

        Assert.Equal(15, await dev.BalanceAsync(77));
        Assert.Equal(5, await dev.BalanceAsync(77, block: """{"block_number":1}"""));
        JsonElement traced = await dev.CallAsync("starknet_traceBlockTransactions", """{"block_id":"latest"}""");
        Assert.Equal(1, traced.GetArrayLength());
    }

    [Fact]
    public async Task AnAccountDeploysItself()
    {
        await using DevFixture dev = await DevFixture.StartAsync();
        Felt key = 1234567;
        PublicKeyAccount carol = PublicKeyAccount.Of(key);
        await dev.TransferAsync(0, 0, carol.Address, 500_000_000_000_000_000);
        JsonElement deployed = await dev.CallAsync("starknet_addDeployAccountTransaction", carol.Deployment());
        Assert.Equal(carol.Address.ToString(), deployed.GetProperty("contract_address").GetString());
        Assert.Equal(1ul, await dev.NonceAsync(carol.Address));
        await dev.CallAsync("starknet_addInvokeTransaction", DevFixture.Transfer(0, 1, 88, 1, key, carol.Address));
        Assert.Equal(1, await dev.BalanceAsync(88));
        (int code, _) = await dev.RefusedAsync("starknet_addDeployAccountTransaction", carol.Deployment(classHash: 999));
        Assert.Equal(28, code);
    }

    // The class that sncast's accounts are of, by its file, which is no part of the repository.
    [Fact]
    public async Task AccountsAreOfAClassThatAFileHas()
    {
        string file = Path.Combine(SharedData.Folder, "starknet", "classes", "genesis", "oz_account_1.0.0.sierra.json");
        Assert.True(SierraClassJson.TryDecode(File.ReadAllBytes(file), out SierraClass? sierra, out DecodeError? error), error?.ToString());
        await using DevFixture dev = await DevFixture.StartAsync(new DevOptions { AccountClass = sierra, Accounts = 2 });
        const string Hash = "0x5b4b537eaa2399e3aa99c4e2e0208ebd6c71bc1467938cd52c798c601e43564";
        JsonElement config = await dev.CallAsync("devnet_getConfig");
        Assert.Equal(Hash, config.GetProperty("account_contract_class_hash").GetString());
        JsonElement found = await dev.CallAsync(
            "starknet_getClassHashAt", $$"""{"block_id":"latest","contract_address":"{{DevFixture.Accounts[1].Address}}"}""");
        Assert.Equal(Hash, found.GetString());
        await dev.TransferAsync(1, 0, to: 77);
        Assert.Equal(5, await dev.BalanceAsync(77));
        Assert.Equal(55, (await dev.RefusedAsync("starknet_addInvokeTransaction", DevFixture.Transfer(0, 0, key: 5))).Code);
    }

    [Fact]
    public async Task WhatIsRefusedIsToldAtOnceAndMakesNoBlock()
    {
        await using DevFixture dev = await DevFixture.StartAsync();
        const string Method = "starknet_addInvokeTransaction";
        Assert.Equal(52, (await dev.RefusedAsync(Method, DevFixture.Transfer(0, 1))).Code);
        Assert.Equal(55, (await dev.RefusedAsync(Method, DevFixture.Transfer(0, 0, key: 5))).Code);
        Assert.Equal(53, (await dev.RefusedAsync(Method, DevFixture.Transfer(0, 0, price: 999_999_999))).Code);
        Assert.Equal(54, (await dev.RefusedAsync(Method, DevFixture.Transfer(0, 0, price: UInt128.MaxValue / 1_000_000_000))).Code);
        Assert.Equal(0ul, await dev.HeightAsync());
        string sent = DevFixture.Transfer(0, 0);
        await dev.CallAsync(Method, sent);
        Assert.Equal(59, (await dev.RefusedAsync(Method, sent)).Code);
        Assert.Equal(1ul, await dev.HeightAsync());
    }

    [Fact]
    public async Task ARevertedTransactionIsInItsBlock()
    {
        await using DevFixture dev = await DevFixture.StartAsync();
        string hash = await dev.TransferAsync(1, 0, amount: ulong.MaxValue);
        Assert.Equal("SUCCEEDED", (await dev.ReceiptAsync(hash)).GetProperty("execution_status").GetString());
        Felt calls = Selector.FromName("no_such_entry_point");
        JsonElement sent = await dev.CallAsync("starknet_addInvokeTransaction", DevFixture.Invoke(
            DevFixture.Accounts[1].Address, DevFixture.Accounts[1].PrivateKey!.Value, 1, [1, WellKnownAddresses.FeeToken, calls, 0]));
        JsonElement receipt = await dev.ReceiptAsync(sent.GetProperty("transaction_hash").GetString()!);
        Assert.Equal("REVERTED", receipt.GetProperty("execution_status").GetString());
        Assert.Equal(2ul, receipt.GetProperty("block_number").GetUInt64());
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task WithoutFeesOrValidationTransactionsRunAndAreTracedAsTheyRan(bool chargesFees, bool validates)
    {
        await using DevFixture dev = await DevFixture.StartAsync(new DevOptions { ChargesFees = chargesFees, Validates = validates });
        BigInteger before = await dev.BalanceAsync(DevFixture.Accounts[0].Address);
        string parameters = DevFixture.Transfer(0, 0, to: 77, key: 5);
        if (validates)
        {
            Assert.Equal(55, (await dev.RefusedAsync("starknet_addInvokeTransaction", parameters)).Code);
            parameters = DevFixture.Transfer(0, 0, to: 77);
        }

        JsonElement sent = await dev.CallAsync("starknet_addInvokeTransaction", parameters);
        JsonElement fee = (await dev.ReceiptAsync(sent.GetProperty("transaction_hash").GetString()!)).GetProperty("actual_fee");
        Assert.Equal(chargesFees, fee.GetProperty("amount").GetString() != "0x0");
        BigInteger spent = before - await dev.BalanceAsync(DevFixture.Accounts[0].Address);
        Assert.Equal(chargesFees, spent > 5);
        Assert.Equal(5, await dev.BalanceAsync(77));
        JsonElement traces = await dev.CallAsync("starknet_traceBlockTransactions", """{"block_id":"latest"}""");
        JsonElement trace = traces[0].GetProperty("trace_root");
        Assert.Equal(validates, trace.TryGetProperty("validate_invocation", out _));
        Assert.Equal(chargesFees, trace.TryGetProperty("fee_transfer_invocation", out _));
    }

    [Fact]
    public async Task ManySendersAtOnceMakeOneBlockEach()
    {
        await using DevFixture dev = await DevFixture.StartAsync();
        string[] hashes = await Task.WhenAll(Enumerable.Range(0, 10).Select(account => dev.TransferAsync(account, 0, to: 77)));
        Assert.Equal(10ul, await dev.HeightAsync());
        Assert.Equal(50, await dev.BalanceAsync(77));
        JsonElement[] receipts = await Task.WhenAll(hashes.Select(dev.ReceiptAsync));
        Assert.Equal(10, receipts.Select(receipt => receipt.GetProperty("block_number").GetUInt64()).Distinct().Count());
    }
}
