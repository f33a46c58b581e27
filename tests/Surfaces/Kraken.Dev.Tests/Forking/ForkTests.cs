using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Kraken.Dev.Forking;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Genesis;
using Xunit;

namespace Kraken.Dev.Tests.Forking;

/// <summary>Chains that go on from another Kraken node over JSON-RPC.</summary>
public sealed class ForkTests
{
    private static readonly DevOptions Other = new() { Seed = 42, Accounts = 3 };

    [Fact]
    public async Task AForkGoesOnFromTheStateAndTheBlocksOfTheNetwork()
    {
        await using DevFixture network = await DevFixture.StartAsync(new DevOptions { ChainId = "ACME" });
        string sent = await network.TransferAsync(0, 0, to: 77, chain: "ACME");
        await network.TransferAsync(0, 1, to: 77, chain: "ACME");
        await using DevFixture fork = await ForkAsync(network.Address);
        await network.TransferAsync(0, 2, to: 77, chain: "ACME");
        Assert.Equal("0x41434d45", (await fork.CallAsync("starknet_chainId")).GetString());
        Assert.Equal(3ul, await fork.HeightAsync());
        JsonElement first = await fork.BlockAsync(3);
        Assert.Equal(await network.HashAsync(2), first.GetProperty("parent_hash").GetString());

        // The network's balance, nonce and account, whose key it has; what is done here is not done there.
        Assert.Equal(10, await fork.BalanceAsync(77));
        Assert.Equal(2ul, await fork.NonceAsync(DevFixture.Accounts[0].Address));
        await fork.TransferAsync(0, 2, to: 77, amount: 100, chain: "ACME");
        Assert.Equal(110, await fork.BalanceAsync(77));
        Assert.Equal(15, await network.BalanceAsync(77));

        // Blocks, transactions, receipts, events and states of before the fork are the network's.
        Assert.Equal((await network.BlockAsync(1)).GetRawText(), (await fork.BlockAsync(1)).GetRawText());
        string byHash = $$$"""{"block_id":{"block_hash":"{{{await network.HashAsync(1)}}}"}}""";
        Assert.Equal(1, (await fork.CallAsync("starknet_getBlockWithTxHashes", byHash)).GetProperty("block_number").GetInt32());
        Assert.Equal((await network.ReceiptAsync(sent)).GetRawText(), (await fork.ReceiptAsync(sent)).GetRawText());
        JsonElement events = await fork.CallAsync(
            "starknet_getEvents", """{"filter":{"from_block":{"block_number":1},"chunk_size":1000}}""");
        int[] blocks =
        [
            .. events.GetProperty("events").EnumerateArray().Select(item => item.GetProperty("block_number").GetInt32()).Distinct(),
        ];
        Assert.Equal([1, 2, 4], blocks);
        Assert.Equal(10, await fork.BalanceAsync(77, block: """{"block_number":2}"""));
        JsonElement nonce = await fork.CallAsync(
            "starknet_getNonce", $$$"""{"block_id":{"block_number":1},"contract_address":"{{{DevFixture.Accounts[0].Address}}}"}""");
        Assert.Equal("0x1", nonce.GetString());
        foreach ((int block, string balance) in new[] { (0, "0x0"), (1, "0x5"), (2, "0xa"), (3, "0xa"), (4, "0x6e") })
        {
            JsonElement called = await fork.CallAsync("starknet_call", $$$"""
                {"block_id":{"block_number":{{{block}}}},"request":{"contract_address":"{{{WellKnownAddresses.FeeToken}}}",
                "entry_point_selector":"{{{Selector.FromName("balance_of")}}}","calldata":["0x4d"]}}
                """);
            Assert.Equal(balance, called[0].GetString());
        }

        Assert.Equal(42, (await fork.RefusedAsync("starknet_getStorageProof", """{"block_id":"latest"}""")).Code);
        JsonElement config = (await fork.CallAsync("devnet_getConfig")).GetProperty("fork_config");
        Assert.Equal(2, config.GetProperty("block_number").GetInt32());
    }

    [Fact]
    public async Task BlocksBeforeTheForkHaveTheTracesThatTheNetworkMade()
    {
        await using DevFixture network = await DevFixture.StartAsync();
        await network.TransferAsync(0, 0, to: 77);
        await using DevFixture fork = await ForkAsync(network.Address);
        for (int number = 0; number <= 1; number++)
        {
            string block = $$$"""{"block_id":{"block_number":{{{number}}}}}""";
            JsonElement made = await network.CallAsync("starknet_traceBlockTransactions", block);
            Assert.Equal(number, made.GetArrayLength());
            Assert.Equal($"{made}", $"{await fork.CallAsync("starknet_traceBlockTransactions", block)}");
        }

        // What the network's transactions read is not made up.
        (int code, string why) = await fork.RefusedAsync(
            "starknet_traceBlockTransactions", """{"block_id":{"block_number":1},"trace_flags":["RETURN_INITIAL_READS"]}""");
        Assert.Equal(-32602, code);
        Assert.Contains("expected none for block 1, whose initial reads are not known", why, StringComparison.Ordinal);

        JsonElement sent = await network.CallAsync("starknet_getBlockWithTxHashes", """{"block_id":"latest"}""");
        string transaction = $$"""{"transaction_hash":"{{sent.GetProperty("transactions")[0]}}"}""";
        Assert.Equal(
            $"{await network.CallAsync("starknet_traceTransaction", transaction)}",
            $"{await fork.CallAsync("starknet_traceTransaction", transaction)}");
    }

    [Fact]
    public async Task AForkHasItsOwnAccountsAndIsTakenBackToItsBeginning()
    {
        await using DevFixture network = await DevFixture.StartAsync();
        await network.TransferAsync(0, 0, to: 77);
        await using DevFixture fork = await ForkAsync(network.Address);
        JsonElement own = (await fork.CallAsync("devnet_getPredeployedAccounts", """{"with_balance":true}"""))[0];
        JsonElement strk = own.GetProperty("balance").GetProperty("strk");
        Assert.Equal(own.GetProperty("initial_balance").GetString(), strk.GetProperty("amount").GetString());
        Felt address = Felt.Parse(own.GetProperty("address").GetString()!);
        Felt key = Felt.Parse(own.GetProperty("private_key").GetString()!);
        await fork.CallAsync("starknet_addInvokeTransaction", DevFixture.Transfer(0, 0, 78, 9, key, address));
        await fork.CallAsync("devnet_mint", """{"address":"0x4e","amount":3}""");
        Assert.Equal(12, await fork.BalanceAsync(78));
        JsonElement traces = await fork.CallAsync("starknet_traceBlockTransactions", """{"block_id":{"block_number":3}}""");
        Assert.Equal(1, traces.GetArrayLength());
        Assert.Equal(-32600, (await fork.RefusedAsync("devnet_abortBlocks", """{"starting_block_id":{"block_number":2}}""")).Code);
        await fork.CallAsync("devnet_abortBlocks", """{"starting_block_id":{"block_number":3}}""");
        Assert.Equal((2ul, 0), (await fork.HeightAsync(), (int)await fork.BalanceAsync(78)));
        await fork.TransferAsync(0, 1, to: 77);
        await fork.CallAsync("devnet_restart");
        Assert.Equal((2ul, 5), (await fork.HeightAsync(), (int)await fork.BalanceAsync(77)));
    }

    [Fact]
    public async Task WhatTheNetworkSaidIsKeptWithinABound()
    {
        string folder = Directory.CreateTempSubdirectory("kraken-dev-").FullName;
        await using DevFixture network = await DevFixture.StartAsync();
        await network.TransferAsync(0, 0, to: 77);
        using MiddleMan between = new(network.Address);
        ForkOptions options = new(between.Address) { Block = 1, CacheFolder = folder };
        await using (DevFixture fork = await DevFixture.StartAsync(Other with { Fork = options }))
        {
            Assert.Equal(5, await fork.BalanceAsync(77));
            await fork.TransferAsync(0, 1, to: 77);
        }

        // All that it needs lies on the disk, but for the proof by which it knows whether there are any.
        int proofs = between.Asked("starknet_getStorageProof");
        int classes = between.Asked("starknet_getClass");
        Assert.True(proofs > 2 && classes > 0);
        await using (DevFixture again = await DevFixture.StartAsync(Other with { Fork = options }))
        {
            await again.TransferAsync(0, 1, to: 77);
            Assert.Equal(10, await again.BalanceAsync(77));
        }

        Assert.Equal((proofs + 1, classes), (between.Asked("starknet_getStorageProof"), between.Asked("starknet_getClass")));
        options = options with { CacheFolder = null, Limits = new ForkLimits { MaxCacheBytes = 200 } };
        await using (DevFixture small = await DevFixture.StartAsync(Other with { Fork = options }))
        {
            await small.TransferAsync(0, 1, to: 77);
            Assert.Equal(10, await small.BalanceAsync(77));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("honest", 5, 11)]
    [InlineData("endless", 30, 90)]
    [InlineData("refuses", 30, 90)]
    [InlineData("elsewhere", 4, 8)]
    public async Task EventsBeforeTheForkAreFoundByAskingForThem(string network, int fewest, int most)
    {
        await using DevFixture chain = await DevFixture.StartAsync();
        await chain.TransferAsync(0, 0, to: 77);
        for (int i = 0; i < 40; i++)
        {
            await chain.CallAsync("devnet_createBlock");
        }

        await chain.TransferAsync(0, 1, to: 77);
        using MiddleMan between = new(chain.Address);
        await using DevFixture fork = await ForkAsync(between.Address);
        await fork.TransferAsync(0, 2, to: 77);
        between.Change = (method, _, answer) =>
        {
            if (method == "starknet_getEvents" && network == "refuses")
            {
                ((JsonObject)answer).Remove("result");
                answer["error"] = new JsonObject { ["code"] = -32601, ["message"] = "Method not found" };
            }
            else if (method == "starknet_getEvents" && network == "endless")
            {
                ((JsonObject)answer).Remove("error");
                answer["result"] = new JsonObject { ["events"] = new JsonArray(), ["continuation_token"] = "0-0-0" };
            }
            else if (method == "starknet_getEvents" && network == "elsewhere")
            {
                foreach (JsonNode? item in answer["result"]!["events"]!.AsArray())
                {
                    item!["block_number"] = 1_000_000;
                }
            }
        };
        int asked = between.Total;
        JsonElement events = await fork.CallAsync(
            "starknet_getEvents",
            $$$"""{"filter":{"from_block":{"block_number":0},"address":"{{{WellKnownAddresses.FeeToken}}}","chunk_size":1000}}""");
        int[] blocks =
        [
            .. events.GetProperty("events").EnumerateArray().Select(item => item.GetProperty("block_number").GetInt32()).Distinct(),
        ];

        // One that denies events is believed, as it says them; every other answer leaves none out.
        Assert.Equal(network == "elsewhere" ? [44] : [1, 42, 44], blocks);
        Assert.InRange(between.Total - asked, network == "elsewhere" ? 1 : fewest, network == "endless" ? 2_000 : most);
    }

    [Fact]
    public void TheCacheTakesNoMoreThanItsBound()
    {
        using ForkCache cache = new(null, 100);
        cache.Set(new byte[33], new byte[32]);
        Assert.Equal(65, cache.Bytes);
        cache.Set([.. Enumerable.Repeat((byte)1, 3)], new byte[33]);
        Assert.Equal(65, cache.Bytes);
        cache.Set([.. Enumerable.Repeat((byte)1, 3)], new byte[32]);
        Assert.Equal(100, cache.Bytes);
        Assert.True(cache.TryGet(new byte[33], out byte[]? kept));
        Assert.Equal(32, kept.Length);
    }

    internal static Task<DevFixture> ForkAsync(Uri network, ulong? block = null, string? cache = null) =>
        DevFixture.StartAsync(Other with { Fork = new ForkOptions(network) { Block = block, CacheFolder = cache } });
}
