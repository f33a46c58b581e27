using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Kraken.Fields;
using Xunit;

namespace Kraken.Dev.Tests;

/// <summary>Blocks on request, taken back, and their time and prices.</summary>
public sealed class BlockTests
{
    private static readonly Felt Alice = DevFixture.Accounts[0].Address;

    [Fact]
    public async Task OnDemandTransactionsGatherInTheBlockBeingBuilt()
    {
        await using DevFixture dev = await DevFixture.StartAsync(new DevOptions { BlockGeneration = BlockGeneration.OnDemand });
        string first = await dev.TransferAsync(0, 0, to: 77);
        await dev.TransferAsync(0, 1, to: 77);
        Assert.Equal(52, (await dev.RefusedAsync("starknet_addInvokeTransaction", DevFixture.Transfer(0, 3))).Code);
        Assert.Equal(0ul, await dev.HeightAsync());
        Assert.Equal("PRE_CONFIRMED", (await dev.ReceiptAsync(first)).GetProperty("finality_status").GetString());
        Assert.Equal(2ul, await dev.NonceAsync(Alice, "pre_confirmed"));
        Assert.Equal(0, await dev.BalanceAsync(77));
        Assert.Equal(10, await dev.BalanceAsync(77, block: "\"pre_confirmed\""));
        JsonElement made = await dev.CallAsync("devnet_createBlock");
        Assert.Equal(await dev.HashAsync(1), made.GetProperty("block_hash").GetString());
        Assert.Equal(2, (await dev.BlockAsync(1)).GetProperty("transactions").GetArrayLength());
        Assert.Equal(10, await dev.BalanceAsync(77));
        await dev.CallAsync("devnet_createBlock");
        Assert.Equal(0, (await dev.BlockAsync(2)).GetProperty("transactions").GetArrayLength());
    }

    [Fact]
    public async Task AnAccountThatWaitsToBeFundedAndDeployedIsBothInOneBlock()
    {
        await using DevFixture dev = await DevFixture.StartAsync(new DevOptions { BlockGeneration = BlockGeneration.OnDemand });
        PublicKeyAccount carol = PublicKeyAccount.Of(424242);
        await dev.CallAsync("devnet_mint", $$"""{"address":"{{carol.Address}}","amount":5e18}""");
        await dev.CallAsync("starknet_addDeployAccountTransaction", carol.Deployment());
        await dev.CallAsync("starknet_addInvokeTransaction", DevFixture.Transfer(0, 1, 78, 3, carol.PrivateKey, carol.Address));
        await dev.CallAsync("devnet_createBlock");
        Assert.Equal(3, (await dev.BlockAsync(1)).GetProperty("transactions").GetArrayLength());
        Assert.Equal(3, await dev.BalanceAsync(78));
    }

    [Fact]
    public async Task BlocksThatAreAbortedAreGoneWithAllThatTheyDid()
    {
        await using DevFixture dev = await DevFixture.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(account => dev.TransferAsync(account, 0, to: 77)));
        string[] blocks = [.. await Task.WhenAll(Enumerable.Range(0, 5).Select(number => dev.HashAsync((ulong)number)))];
        JsonElement aborted = await dev.CallAsync("devnet_abortBlocks", $$$"""{"starting_block_id":{"block_hash":"{{{blocks[3]}}}"}}""");
        string[] hashes = [.. aborted.GetProperty("aborted").EnumerateArray().Select(hash => hash.GetString()!)];
        Assert.Equal([blocks[4], blocks[3]], hashes);
        Assert.Equal(2ul, await dev.HeightAsync());
        Assert.Equal(10, await dev.BalanceAsync(77));
        Assert.Equal(blocks[2], await dev.HashAsync(2));
        Assert.Equal(24, (await dev.RefusedAsync("starknet_getBlockWithTxs", $$$"""{"block_id":{"block_hash":"{{{blocks[4]}}}"}}""")).Code);
        Assert.Equal((-1, "No block found"), await dev.RefusedAsync("devnet_abortBlocks", """{"starting_block_id":{"block_number":3}}"""));
        (int code, string message) = await dev.RefusedAsync("devnet_abortBlocks", """{"starting_block_id":{"block_number":0}}""");
        Assert.Equal((-32600, "Genesis block can't be aborted"), (code, message));
    }

    [Fact]
    public async Task AnotherBlockOfTheSameNumberIsTheOneThatIsShown()
    {
        await using DevFixture dev = await DevFixture.StartAsync();
        await dev.TransferAsync(0, 0, to: 77);
        string before = await dev.HashAsync(1);
        await dev.CallAsync("starknet_traceBlockTransactions", """{"block_id":"latest"}""");
        await dev.CallAsync("devnet_abortBlocks", """{"starting_block_id":"latest"}""");
        string other = await dev.TransferAsync(1, 0, to: 78);
        Assert.NotEqual(before, await dev.HashAsync(1));
        JsonElement traces = await dev.CallAsync("starknet_traceBlockTransactions", """{"block_id":"latest"}""");
        Assert.Equal(other, traces[0].GetProperty("transaction_hash").GetString());
        Assert.Equal(0, await dev.BalanceAsync(77));
    }

    [Fact]
    public async Task ThePreConfirmedBlockIsMadeAndAborted()
    {
        await using DevFixture dev = await DevFixture.StartAsync(new DevOptions { BlockGeneration = BlockGeneration.OnDemand });
        await dev.TransferAsync(0, 0);
        JsonElement aborted = await dev.CallAsync("devnet_abortBlocks", """{"starting_block_id":"pre_confirmed"}""");
        Assert.Equal(1, aborted.GetProperty("aborted").GetArrayLength());
        Assert.Equal(0ul, await dev.HeightAsync());
        Assert.Equal(0ul, await dev.NonceAsync(Alice, "pre_confirmed"));
    }

    [Fact]
    public async Task TimeIsSetAndGoesOnFromThere()
    {
        SetClock clock = new(1_700_000_000);
        await using DevFixture dev = await DevFixture.StartAsync(clock: clock);
        Assert.Equal(1_700_000_000ul, await dev.TimeAsync(0));
        JsonElement set = await dev.CallAsync("devnet_setTime", """{"time":1800000000}""");
        Assert.Equal(1_800_000_000ul, set.GetProperty("block_timestamp").GetUInt64());
        Assert.Equal(await dev.HashAsync(1), set.GetProperty("block_hash").GetString());
        Assert.Equal(1_800_000_000ul, await dev.TimeAsync(1));
        clock.Seconds += 7;
        await dev.CallAsync("devnet_createBlock");
        Assert.Equal(1_800_000_007ul, await dev.TimeAsync(2));
        JsonElement more = await dev.CallAsync("devnet_increaseTime", """{"time":100}""");
        Assert.Equal(100ul, more.GetProperty("timestamp_increased_by").GetUInt64());
        Assert.Equal(1_800_000_107ul, await dev.TimeAsync(3));
        set = await dev.CallAsync("devnet_setTime", """{"time":5,"generate_block":false}""");
        Assert.Equal(JsonValueKind.Null, set.GetProperty("block_hash").ValueKind);
        Assert.Equal(3ul, await dev.HeightAsync());
        clock.Seconds += 3;
        await dev.CallAsync("devnet_createBlock");
        await dev.CallAsync("devnet_createBlock");
        Assert.Equal(5ul, await dev.TimeAsync(4));
        Assert.Equal(8ul, await dev.TimeAsync(5));
    }

    [Theory]
    [InlineData("devnet_setTime", """{"time":253402300799}""", true)]
    [InlineData("devnet_setTime", """{"time":253402300800}""", false)]
    [InlineData("devnet_setTime", """{"time":-1}""", false)]
    [InlineData("devnet_setTime", """{"time":99999999999999999999999}""", false)]
    [InlineData("devnet_increaseTime", """{"time":251702300799}""", true)]
    [InlineData("devnet_increaseTime", """{"time":251702300800}""", false)]
    [InlineData("devnet_increaseTime", "{}", false)]
    [InlineData("devnet_setGasPrice", """{"gas_price_wei":1000000000000000000000000}""", true)]
    [InlineData("devnet_setGasPrice", """{"gas_price_wei":1000000000000000000000001}""", false)]
    [InlineData("devnet_setGasPrice", """{"l2_gas_price_fri":0}""", false)]
    [InlineData("devnet_setGasPrice", """{"l2_gas_price_fri":1.5}""", false)]
    [InlineData("devnet_mint", """{"address":"0x7","amount":-1}""", false)]
    [InlineData("devnet_mint", """{"address":"0x7","amount":1e79}""", false)]
    [InlineData("devnet_mint", """{"address":"0x7","amount":12e0}""", true)]
    [InlineData("devnet_mint", """{"address":"0x7","amount":1,"unit":"GWEI"}""", false)]
    [InlineData("kraken_revert", """{"snapshot_id":"0x10000000000000000"}""", false)]
    [InlineData("kraken_revert", """{"snapshot_id":"0xffffffffffffffff"}""", true)]
    public async Task WhatIsOutOfRangeIsRefused(string method, string parameters, bool isTaken)
    {
        await using DevFixture dev = await DevFixture.StartAsync(clock: new SetClock(1_700_000_000));
        if (isTaken)
        {
            await dev.CallAsync(method, parameters);
        }
        else
        {
            (int code, string message) = await dev.RefusedAsync(method, parameters);
            Assert.True(code is -32602 or -32600, message);
            Assert.Equal(0ul, await dev.HeightAsync());
        }
    }

    [Fact]
    public async Task PricesHoldFromTheNextBlockOn()
    {
        await using DevFixture dev = await DevFixture.StartAsync();
        JsonElement set = await dev.CallAsync("devnet_setGasPrice", """{"l2_gas_price_fri":3000000000,"gas_price_wei":7}""");
        Assert.Equal(3_000_000_000ul, set.GetProperty("l2_gas_price_fri").GetUInt64());
        Assert.Equal(1_000_000_000ul, set.GetProperty("l2_gas_price_wei").GetUInt64());
        Assert.Equal(0ul, await dev.HeightAsync());
        (int code, string message) = await dev.RefusedAsync("starknet_addInvokeTransaction", DevFixture.Transfer(0, 0));
        Assert.True(code == 53, message);
        string hash = (await dev.CallAsync("starknet_addInvokeTransaction", DevFixture.Transfer(0, 0, price: 3_000_000_000)))
            .GetProperty("transaction_hash").GetString()!;
        JsonElement block = await dev.BlockAsync(1);
        Assert.Equal("0xb2d05e00", block.GetProperty("l2_gas_price").GetProperty("price_in_fri").GetString());
        Assert.Equal("0x7", block.GetProperty("l1_gas_price").GetProperty("price_in_wei").GetString());
        Assert.Equal("SUCCEEDED", (await dev.ReceiptAsync(hash)).GetProperty("execution_status").GetString());
        await dev.CallAsync("devnet_setGasPrice", """{"gas_price_wei":8,"generate_block":true}""");
        Assert.Equal("0x8", (await dev.BlockAsync(2)).GetProperty("l1_gas_price").GetProperty("price_in_wei").GetString());
        Assert.Equal(8ul, (await dev.CallAsync("devnet_getConfig")).GetProperty("gas_price_wei").GetUInt64());
    }

    [Fact]
    public async Task InTimeBlocksComeByThemselves()
    {
        SetClock clock = new(1_700_000_000);
        await using DevFixture dev = await DevFixture.StartAsync(new DevOptions { BlockGeneration = new(false, 10) }, clock);
        await dev.TransferAsync(0, 0);
        Assert.Equal(0ul, await dev.HeightAsync());
        await clock.TickAsync();
        while (await dev.HeightAsync() == 0)
        {
            await Task.Yield();
        }

        Assert.Equal(1, (await dev.BlockAsync(1)).GetProperty("transactions").GetArrayLength());
    }
}
