using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.Dev.Tests;

/// <summary>Blocks that a developer says L1 accepted; expected answers are those of starknet-devnet's own tests of it.</summary>
public sealed class AcceptedOnL1Tests
{
    [Fact]
    public async Task ABlockIsAcceptedWithAllBelowIt()
    {
        await using DevFixture dev = await DevFixture.StartAsync();
        string[] transactions = [await dev.TransferAsync(0, 0), await dev.TransferAsync(0, 1), await dev.TransferAsync(0, 2)];
        Assert.Equal(24, (await dev.RefusedAsync("starknet_getBlockWithTxs", """{"block_id":"l1_accepted"}""")).Code);
        string[] hashes = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(number => dev.HashAsync((ulong)number)))];
        JsonElement accepted = await AcceptAsync(dev, """{"block_number":2}""");
        Assert.Equal([hashes[2], hashes[1], hashes[0]], Hashes(accepted));
        JsonElement block = await dev.CallAsync("starknet_getBlockWithReceipts", """{"block_id":"l1_accepted"}""");
        Assert.Equal((2, "ACCEPTED_ON_L1"), (block.GetProperty("block_number").GetInt32(), Text(block, "status")));
        Assert.Equal("ACCEPTED_ON_L1", Text(block.GetProperty("transactions")[0].GetProperty("receipt"), "finality_status"));
        foreach ((string transaction, string finality) in transactions.Zip(["ACCEPTED_ON_L1", "ACCEPTED_ON_L1", "ACCEPTED_ON_L2"]))
        {
            Assert.Equal(finality, Text(await dev.ReceiptAsync(transaction), "finality_status"));
            JsonElement status = await dev.CallAsync("starknet_getTransactionStatus", $$"""{"transaction_hash":"{{transaction}}"}""");
            Assert.Equal(finality, Text(status, "finality_status"));
        }

        Assert.Equal([await dev.HashAsync(3)], Hashes(await AcceptAsync(dev, "\"latest\"")));
    }

    [Theory]
    [InlineData("\"l1_accepted\"", "Block already accepted on L1")]
    [InlineData("""{"block_number":0}""", "Block already accepted on L1")]
    [InlineData("\"pre_confirmed\"", "Pre-confirmed block cannot be accepted on L1")]
    [InlineData("""{"block_number":2}""", "No block found")]
    [InlineData("""{"block_hash":"0x1"}""", "No block found")]
    public async Task WhatCannotBeAcceptedIsRefused(string block, string expected)
    {
        await using DevFixture dev = await DevFixture.StartAsync();
        await dev.TransferAsync(0, 0);
        await AcceptAsync(dev, """{"block_number":0}""");
        Assert.Equal((-1, expected), await dev.RefusedAsync("devnet_acceptOnL1", $$"""{"starting_block_id":{{block}}}"""));
        Assert.Equal("ACCEPTED_ON_L2", Text(await dev.BlockAsync(1), "status"));
    }

    [Fact]
    public async Task WhatIsTakenBackIsNotAcceptedAnyMore()
    {
        await using DevFixture dev = await DevFixture.StartAsync();
        await dev.TransferAsync(0, 0);
        string snapshot = Text(await dev.CallAsync("kraken_snapshot"), "snapshot_id");
        await dev.TransferAsync(0, 1);
        await AcceptAsync(dev, "\"latest\"");
        await dev.CallAsync("devnet_abortBlocks", """{"starting_block_id":"latest"}""");
        await dev.TransferAsync(1, 0);
        Assert.Equal("ACCEPTED_ON_L1", Text(await dev.BlockAsync(1), "status"));
        Assert.Equal("ACCEPTED_ON_L2", Text(await dev.BlockAsync(2), "status"));
        await dev.CallAsync("kraken_revert", $$"""{"snapshot_id":"{{snapshot}}"}""");
        Assert.Equal("ACCEPTED_ON_L2", Text(await dev.BlockAsync(1), "status"));
        await AcceptAsync(dev, "\"latest\"");
        await dev.CallAsync("devnet_restart");
        Assert.Equal(24, (await dev.RefusedAsync("starknet_getBlockWithTxs", """{"block_id":"l1_accepted"}""")).Code);
    }

    [Fact]
    public async Task ADumpAcceptsAgain()
    {
        string folder = Directory.CreateTempSubdirectory("kraken-dev-").FullName;
        DevOptions options = new() { DumpOn = DumpTime.Exit, DumpPath = Path.Combine(folder, "dump.json"), StartTime = 1_700_000_000 };
        await using (DevFixture dev = await DevFixture.StartAsync(options))
        {
            await dev.TransferAsync(0, 0);
            await AcceptAsync(dev, "\"latest\"");
        }

        await using (DevFixture again = await DevFixture.StartAsync(options))
        {
            Assert.Equal("ACCEPTED_ON_L1", Text(await again.BlockAsync(1), "status"));
        }

        Directory.Delete(folder, recursive: true);
    }

    private static Task<JsonElement> AcceptAsync(DevFixture dev, string block) =>
        dev.CallAsync("devnet_acceptOnL1", $$"""{"starting_block_id":{{block}}}""");

    private static string[] Hashes(JsonElement accepted) =>
        [.. accepted.GetProperty("accepted").EnumerateArray().Select(hash => hash.GetString()!)];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
