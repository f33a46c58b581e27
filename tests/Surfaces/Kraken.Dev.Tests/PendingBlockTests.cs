using System.Globalization;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.Dev.Tests;

/// <summary>What waits stays as it was executed, whatever is set for the blocks after it.</summary>
public sealed class PendingBlockTests
{
    private const ulong Before = 1_000_000_000;
    private const ulong After = 3_000_000_000;
    private const string Prices = """{"l2_gas_price_fri":3000000000,"gas_price_fri":3000000000,"data_gas_price_fri":3000000000}""";

    [Theory]
    [InlineData("demand")]
    [InlineData("10")]
    public async Task NewPricesAreThoseOfTheNextBlock(string generation)
    {
        await using DevFixture dev = await StartAsync(generation: generation);
        string hash = await dev.TransferAsync(0, 0, to: 77);
        JsonElement receipt = await dev.ReceiptAsync(hash);
        await dev.CallAsync("devnet_setGasPrice", Prices);
        Assert.Equal(receipt.GetRawText(), (await dev.ReceiptAsync(hash)).GetRawText());
        await dev.TransferAsync(0, 1, to: 77);
        await dev.CallAsync("devnet_createBlock");
        await AssertFeeAsync(dev, hash, receipt);
        Assert.Equal(10, await dev.BalanceAsync(77));
        Assert.Equal((2, Before), await BlockAsync(dev, 1));
        Assert.Equal(53, (await dev.RefusedAsync("starknet_addInvokeTransaction", DevFixture.Transfer(0, 2))).Code);
        await dev.CallAsync("starknet_addInvokeTransaction", DevFixture.Transfer(0, 2, price: After));
        await dev.CallAsync("devnet_createBlock");
        Assert.Equal((1, After), await BlockAsync(dev, 2));
    }

    [Fact]
    public async Task ABlockOfNewPricesIsMadeBehindThatOfWhatWaits()
    {
        await using DevFixture dev = await StartAsync();
        string hash = await dev.TransferAsync(0, 0, to: 77);
        JsonElement receipt = await dev.ReceiptAsync(hash);
        await dev.CallAsync("devnet_setGasPrice", Prices[..^1] + ",\"generate_block\":true}");
        Assert.Equal(2ul, await dev.HeightAsync());
        Assert.Equal((1, Before), await BlockAsync(dev, 1));
        Assert.Equal((0, After), await BlockAsync(dev, 2));
        await AssertFeeAsync(dev, hash, receipt);
        await dev.CallAsync("devnet_setGasPrice", """{"l2_gas_price_fri":7,"generate_block":true}""");
        Assert.Equal((0, 7ul), await BlockAsync(dev, 3));
    }

    [Fact]
    public async Task ANewTimeIsThatOfTheNextBlock()
    {
        SetClock clock = new(1_700_000_000);
        await using DevFixture dev = await StartAsync(clock);
        await dev.TransferAsync(0, 0);
        await dev.CallAsync("devnet_setGasPrice", Prices);
        await dev.CallAsync("devnet_setTime", """{"time":1800000000,"generate_block":false}""");
        clock.Seconds += 5;
        await dev.CallAsync("devnet_createBlock");
        await dev.CallAsync("devnet_createBlock");
        await dev.CallAsync("devnet_createBlock");
        Assert.Equal((1, Before), await BlockAsync(dev, 1));
        Assert.Equal(1_700_000_000ul, await dev.TimeAsync(1));
        Assert.Equal(1_800_000_000ul, await dev.TimeAsync(2));
        Assert.Equal(1_800_000_005ul, await dev.TimeAsync(3));

        // Refused transactions do not use it up, nor does the block that has it take another.
        await dev.CallAsync("devnet_setTime", """{"time":1900000000,"generate_block":false}""");
        await dev.RefusedAsync("starknet_addInvokeTransaction", DevFixture.Transfer(0, 1, key: 5, price: After));
        clock.Seconds += 5;
        await dev.CallAsync("starknet_addInvokeTransaction", DevFixture.Transfer(0, 1, price: After));
        await dev.CallAsync("devnet_setTime", """{"time":1900000000,"generate_block":false}""");
        clock.Seconds += 5;
        await dev.CallAsync("devnet_createBlock");
        await dev.CallAsync("devnet_createBlock");
        Assert.Equal(1_900_000_000ul, await dev.TimeAsync(4));
        Assert.Equal(1_900_000_000ul, await dev.TimeAsync(5));
    }

    [Theory]
    [InlineData("devnet_setTime", """{"time":1800000000}""", "block_timestamp")]
    [InlineData("devnet_increaseTime", """{"time":100000000}""", "timestamp_increased_by")]
    public async Task ABlockOfANewTimeIsMadeBehindThatOfWhatWaits(string method, string parameters, string told)
    {
        await using DevFixture dev = await StartAsync(new SetClock(1_700_000_000));
        await dev.TransferAsync(0, 0);
        JsonElement set = await dev.CallAsync(method, parameters);
        Assert.True(set.TryGetProperty(told, out _));
        Assert.Equal(await dev.HashAsync(2), set.GetProperty("block_hash").GetString());
        Assert.Equal(1_700_000_000ul, await dev.TimeAsync(1));
        Assert.Equal(1_800_000_000ul, await dev.TimeAsync(2));
        Assert.Equal((1, Before), await BlockAsync(dev, 1));
    }

    [Fact]
    public async Task ASnapshotBringsItBackUnderItsOwnTimeAndPrices()
    {
        SetClock clock = new(1_700_000_000);
        await using DevFixture dev = await StartAsync(clock);
        string hash = await dev.TransferAsync(0, 0);
        JsonElement receipt = await dev.ReceiptAsync(hash);
        await dev.CallAsync("devnet_setGasPrice", Prices);
        await dev.CallAsync("devnet_setTime", """{"time":1800000000,"generate_block":false}""");
        string snapshot = (await dev.CallAsync("kraken_snapshot")).GetProperty("snapshot_id").GetString()!;
        await dev.CallAsync("devnet_createBlock");
        clock.Seconds += 5;
        await dev.CallAsync("kraken_revert", $$"""{"snapshot_id":"{{snapshot}}"}""");
        Assert.Equal(receipt.GetRawText(), (await dev.ReceiptAsync(hash)).GetRawText());
        await dev.CallAsync("devnet_createBlock");
        await dev.CallAsync("devnet_createBlock");
        Assert.Equal((1, Before), await BlockAsync(dev, 1));
        Assert.Equal((0, After), await BlockAsync(dev, 2));
        Assert.Equal(1_700_000_000ul, await dev.TimeAsync(1));
        Assert.Equal(1_800_000_000ul, await dev.TimeAsync(2));
    }

    private static Task<DevFixture> StartAsync(SetClock? clock = null, string generation = "demand")
    {
        Assert.True(BlockGeneration.TryParse(generation, out BlockGeneration parsed));
        return DevFixture.StartAsync(new DevOptions { BlockGeneration = parsed }, clock ?? new SetClock(1_700_000_000));
    }

    private static async Task AssertFeeAsync(DevFixture dev, string hash, JsonElement before)
    {
        JsonElement receipt = await dev.ReceiptAsync(hash);
        Assert.Equal(1ul, receipt.GetProperty("block_number").GetUInt64());
        Assert.Equal("ACCEPTED_ON_L2", receipt.GetProperty("finality_status").GetString());
        Assert.Equal(before.GetProperty("actual_fee").GetRawText(), receipt.GetProperty("actual_fee").GetRawText());
    }

    private static async Task<(int Transactions, ulong Price)> BlockAsync(DevFixture dev, ulong number)
    {
        JsonElement block = await dev.BlockAsync(number);
        string price = block.GetProperty("l2_gas_price").GetProperty("price_in_fri").GetString()!;
        return (
            block.GetProperty("transactions").GetArrayLength(),
            ulong.Parse(price[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
    }
}
