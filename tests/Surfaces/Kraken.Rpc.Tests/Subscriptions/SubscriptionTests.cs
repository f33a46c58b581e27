using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Rpc.Server;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Rpc.Tests.Subscriptions;

/// <summary>The subscriptions of the specification's WebSocket file over the recorded chain.</summary>
public sealed class SubscriptionTests : IAsyncLifetime
{
    private const string Heads = "starknet_subscriptionNewHeads";
    private const string Events = "starknet_subscriptionEvents";
    private const string Status = "starknet_subscriptionTransactionStatus";
    private const string Receipts = "starknet_subscriptionNewTransactionReceipts";
    private const string Transactions = "starknet_subscriptionNewTransaction";

    private readonly RpcFixture rpc = new();
    private readonly RpcServer server;

    public SubscriptionTests()
    {
        rpc.Chain.Head = 20;
        server = new(rpc.Backend, new RpcOptions(), new IPEndPoint(IPAddress.Loopback, 0));
    }

    public async ValueTask InitializeAsync() => await server.StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await server.StopAsync(CancellationToken.None);
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData("/ws")]
    [InlineData("/")]
    [InlineData("/rpc")]
    [InlineData("/rpc/v0_10")]
    public async Task EveryMethodIsAnsweredOverASocketToo(string path)
    {
        await using SocketClient client = await SocketClient.OpenAsync(server, path);
        Assert.Equal(20, (await client.CallAsync("starknet_blockNumber")).GetProperty("result").GetInt32());
        Assert.Equal(-32601, await client.ErrorAsync("starknet_nothing", "[]"));
        Assert.Equal(24, await client.ErrorAsync("starknet_getBlockWithTxs", """[{"block_number":99}]"""));
        await client.SendAsync("not json"u8.ToArray());
        Assert.Equal(-32700, (await client.ReadAsync()).GetProperty("error").GetProperty("code").GetInt32());
        await client.SendAsync("""{"jsonrpc":"2.0","method":"starknet_chainId"}"""u8.ToArray());
        await client.SendAsync(
            """[{"jsonrpc":"2.0","id":7,"method":"starknet_chainId"},{"jsonrpc":"2.0","id":8,"method":"starknet_syncing"}]"""u8.ToArray(),
            type: System.Net.WebSockets.WebSocketMessageType.Binary);
        JsonElement batch = await client.ReadAsync();
        Assert.Equal([7, 8], batch.EnumerateArray().Select(answer => answer.GetProperty("id").GetInt32()));
    }

    [Fact]
    public async Task NewHeadsAreToldFromTheNextBlockOrFromTheBlockThatIsNamed()
    {
        await using SocketClient client = await SocketClient.OpenAsync(server);
        string next = await client.SubscribeAsync("starknet_subscribeNewHeads");
        await using SocketClient other = await SocketClient.OpenAsync(server);
        string from = await other.SubscribeAsync("starknet_subscribeNewHeads", """{"block_id":{"block_number":18}}""");
        string latest = await client.SubscribeAsync("starknet_subscribeNewHeads", """["latest"]""");
        rpc.Chain.Head = 22;
        List<(string, int)> told = [];
        for (int i = 0; i < 4; i++)
        {
            JsonElement message = (await client.ReadAsync()).GetProperty("params");
            int number = message.GetProperty("result").GetProperty("block_number").GetInt32();
            told.Add((message.GetProperty("subscription_id").GetString()!, number));
        }

        Assert.Equal([21, 22], told.Where(item => item.Item1 == next).Select(item => item.Item2));
        Assert.Equal([21, 22], told.Where(item => item.Item1 == latest).Select(item => item.Item2));
        for (int number = 18; number <= 22; number++)
        {
            JsonElement header = await other.NextAsync(Heads, from);
            Assert.Equal(number, header.GetProperty("block_number").GetInt32());
            Assert.Equal(rpc.Chain.Blocks[number].Header.Hash.ToString(), header.GetProperty("block_hash").GetString());
        }

        string byHash = $$"""[{"block_hash":"{{rpc.Chain.Blocks[22].Header.Hash}}"}]""";
        string hashed = await other.SubscribeAsync("starknet_subscribeNewHeads", byHash);
        Assert.Equal(22, (await other.NextAsync(Heads, hashed)).GetProperty("block_number").GetInt32());
    }

    [Theory]
    [InlineData("starknet_subscribeNewHeads", """["pre_confirmed"]""", -32602)]
    [InlineData("starknet_subscribeNewHeads", """["l1_accepted"]""", -32602)]
    [InlineData("starknet_subscribeNewHeads", """[{"block_number":21}]""", 24)]
    [InlineData("starknet_subscribeNewHeads", """[{"block_hash":"0x123"}]""", 24)]
    [InlineData("starknet_subscribeEvents", """{"block_id":"pre_confirmed"}""", -32602)]
    [InlineData("starknet_subscribeEvents", """{"block_id":{"block_number":21}}""", 24)]
    [InlineData("starknet_subscribeEvents", """{"finality_status":"ACCEPTED_ON_L1"}""", -32602)]
    [InlineData("starknet_subscribeEvents", """{"from_address":5}""", -32602)]
    [InlineData("starknet_subscribeTransactionStatus", "[]", -32602)]
    [InlineData("starknet_subscribeNewTransactionReceipts", """{"finality_status":["CANDIDATE"]}""", -32602)]
    [InlineData("starknet_subscribeNewTransactions", """{"finality_status":["ACCEPTED_ON_L1"]}""", -32602)]
    [InlineData("starknet_subscribeNewTransactions", """{"tags":["OTHER"]}""", -32602)]
    [InlineData("starknet_unsubscribe", """["77"]""", 66)]
    [InlineData("starknet_unsubscribe", "[77]", -32602)]
    public async Task WhatTheSpecificationExcludesIsRefused(string method, string parameters, int code)
    {
        await using SocketClient client = await SocketClient.OpenAsync(server);
        Assert.Equal(code, await client.ErrorAsync(method, parameters));
    }

    [Fact]
    public async Task SubscriptionsAreUnknownOverHttp()
    {
        Assert.Equal(-32601, await rpc.ErrorAsync("starknet_subscribeNewHeads", "[]"));
        Assert.Equal(-32601, await rpc.ErrorAsync("starknet_unsubscribe", """["1"]"""));
    }

    [Fact]
    public async Task KeysAndAddressesHaveBounds()
    {
        await using SocketClient client = await SocketClient.OpenAsync(server);
        int most = new SocketLimits().MaxAddresses;
        Assert.Equal(67, await client.ErrorAsync("starknet_subscribeNewTransactions", Senders(most + 1)));
        Assert.Equal(67, await client.ErrorAsync("starknet_subscribeNewTransactionReceipts", Senders(most + 1)));
        await client.SubscribeAsync("starknet_subscribeNewTransactions", Senders(most));
        await client.SubscribeAsync("starknet_subscribeNewTransactionReceipts", Senders(most));
        int keys = new RpcOptions().MaxEventKeys;
        Assert.Equal(34, await client.ErrorAsync("starknet_subscribeEvents", Keys(keys)));
        await client.SubscribeAsync("starknet_subscribeEvents", Keys(keys - 1));

        static string Senders(int count) => $$"""{"sender_address":[{{List(count)}}]}""";
        static string Keys(int count) => $$"""{"keys":[[{{List(count)}}]]}""";
        static string List(int count) => string.Join(',', Enumerable.Range(1, count).Select(number => $"\"0x{number:x}\""));
    }

    [Fact]
    public async Task EventsAreThoseThatGetEventsGives()
    {
        JsonElement all = (await rpc.ResultAsync("starknet_getEvents", """[{"chunk_size":1000,"from_block":{"block_number":3}}]"""))
            .GetProperty("events");
        string address = all[0].GetProperty("from_address").GetString()!;
        string key = all[1].GetProperty("keys")[0].GetString()!;
        await CheckEventsAsync(all.EnumerateArray(), """{"block_id":{"block_number":3}}""");
        await CheckEventsAsync(
            all.EnumerateArray().Where(item => item.GetProperty("from_address").GetString() == address),
            $$"""{"block_id":{"block_number":3},"from_address":["{{address}}","0x77"]}""");
        await CheckEventsAsync(
            all.EnumerateArray().Where(item => item.GetProperty("keys")[0].GetString() == key),
            $$"""{"block_id":{"block_number":3},"keys":[["{{key}}"]],"finality_status":"ACCEPTED_ON_L2"}""");
    }

    [Fact]
    public async Task EventsOfTheBlockBeingBuiltComeOnceAndOnceMoreWhenItIsDecided()
    {
        await using SocketClient client = await SocketClient.OpenAsync(server);
        string id = await client.SubscribeAsync(
            "starknet_subscribeEvents", """{"block_id":{"block_number":20},"finality_status":"PRE_CONFIRMED"}""");
        int before = EventsOf(20).Count();
        for (int i = 0; i < before; i++)
        {
            Assert.Equal("ACCEPTED_ON_L2", (await client.NextAsync(Events, id)).GetProperty("finality_status").GetString());
        }

        Block proposal = rpc.Chain.Blocks[21];
        rpc.Chain.PreConfirmed = new(proposal, rpc.Chain.StateDiffAt(21)!);
        foreach (string finality in (string[])["PRE_CONFIRMED", "ACCEPTED_ON_L2"])
        {
            for (int i = 0; i < EventsOf(21).Count(); i++)
            {
                JsonElement told = await client.NextAsync(Events, id);
                Assert.Equal(finality, told.GetProperty("finality_status").GetString());
                Assert.Equal(finality == "ACCEPTED_ON_L2", told.TryGetProperty("block_hash", out _));
                Assert.Equal(21, told.GetProperty("block_number").GetInt32());
            }

            // The same transactions in another proposal are not told again.
            rpc.Chain.PreConfirmed = new(new Block(proposal.Header, proposal.Transactions, proposal.Receipts), StateDiff.Empty);
            rpc.Chain.Head = 21;
        }

        Assert.True(EventsOf(21).Any());
    }

    [Fact]
    public async Task AStatusIsToldAtOnceAndAtEachChange()
    {
        AccountTransaction sent = (AccountTransaction)rpc.Chain.Blocks[21].Transactions[0];
        await using SocketClient client = await SocketClient.OpenAsync(server);
        string known = await client.SubscribeAsync(
            "starknet_subscribeTransactionStatus", $$"""["{{rpc.Chain.Blocks[9].Transactions[0].Hash}}"]""");
        Assert.Equal("ACCEPTED_ON_L2", await NextStatusAsync(known));
        string id = await client.SubscribeAsync("starknet_subscribeTransactionStatus", $$"""["{{sent.Hash}}"]""");
        await rpc.Submitter.SubmitAsync(new(sent), default);
        Assert.Equal("RECEIVED", await NextStatusAsync(id));
        rpc.Chain.Candidates = [sent.Hash];
        Assert.Equal("CANDIDATE", await NextStatusAsync(id));
        rpc.Chain.PreConfirmed = new(rpc.Chain.Blocks[21], StateDiff.Empty);
        Assert.Equal("PRE_CONFIRMED", await NextStatusAsync(id));
        rpc.Chain.Head = 21;
        Assert.Equal("ACCEPTED_ON_L2", await NextStatusAsync(id));

        async Task<string?> NextStatusAsync(string subscription) =>
            (await client.NextAsync(Status, subscription)).GetProperty("status").GetProperty("finality_status").GetString();
    }

    [Fact]
    public async Task ReceiptsAndTransactionsComeAtTheWantedStagesOfTheWantedSenders()
    {
        AccountTransaction sent = (AccountTransaction)rpc.Chain.Blocks[21].Transactions[0];
        await using SocketClient client = await SocketClient.OpenAsync(server);
        string from = $"\"sender_address\":[\"{sent.Sender}\"]";
        string all = await client.SubscribeAsync(
            "starknet_subscribeNewTransactions",
            $$"""{"finality_status":["RECEIVED","CANDIDATE","PRE_CONFIRMED","ACCEPTED_ON_L2"],"tags":["INCLUDE_PROOF_FACTS"],{{from}}}""");
        await using SocketClient others = await SocketClient.OpenAsync(server);
        await others.SubscribeAsync(
            "starknet_subscribeNewTransactions", """{"finality_status":["RECEIVED","ACCEPTED_ON_L2"],"sender_address":["0x77"]}""");
        string receipts = await others.SubscribeAsync(
            "starknet_subscribeNewTransactionReceipts", $$"""{"finality_status":["PRE_CONFIRMED","ACCEPTED_ON_L2"],{{from}}}""");
        await rpc.Submitter.SubmitAsync(new(sent), default);
        await ExpectAsync("RECEIVED");
        rpc.Chain.Candidates = [sent.Hash];
        await ExpectAsync("CANDIDATE");
        rpc.Chain.PreConfirmed = new(rpc.Chain.Blocks[21], StateDiff.Empty);
        await ExpectAsync("PRE_CONFIRMED");
        JsonElement receipt = await others.NextAsync(Receipts, receipts);
        Assert.Equal("PRE_CONFIRMED", receipt.GetProperty("finality_status").GetString());
        rpc.Chain.Head = 21;
        await ExpectAsync("ACCEPTED_ON_L2");
        receipt = await others.NextAsync(Receipts, receipts);
        Assert.Equal(rpc.Chain.Blocks[21].Header.Hash.ToString(), receipt.GetProperty("block_hash").GetString());

        async Task ExpectAsync(string stage)
        {
            JsonElement told = await client.NextAsync(Transactions, all);
            Assert.Equal(stage, told.GetProperty("finality_status").GetString());
            Assert.Equal(sent.Hash.ToString(), told.GetProperty("transaction_hash").GetString());
            Assert.Equal(sent is InvokeTransaction, told.TryGetProperty("proof_facts", out _));
        }
    }

    [Fact]
    public async Task ATransactionThatABlockTookAtOnceWasReceivedBeforeThat()
    {
        AccountTransaction sent = (AccountTransaction)rpc.Chain.Blocks[21].Transactions[0];
        await using SocketClient client = await SocketClient.OpenAsync(server);
        string id = await client.SubscribeAsync(
            "starknet_subscribeNewTransactions", """{"finality_status":["RECEIVED","ACCEPTED_ON_L2"]}""");
        rpc.Submitter.Look = () =>
        {
            rpc.Chain.Head = 21;
            rpc.Submitter.Taken.Clear();
        };
        await rpc.Submitter.SubmitAsync(new(sent), default);
        foreach (string stage in (string[])["RECEIVED", "ACCEPTED_ON_L2"])
        {
            JsonElement told = await client.NextAsync(Transactions, id);
            Assert.Equal(stage, told.GetProperty("finality_status").GetString());
            Assert.Equal(sent.Hash.ToString(), told.GetProperty("transaction_hash").GetString());
        }
    }

    [Fact]
    public async Task WhoUnsubscribesIsToldNothingMore()
    {
        await using SocketClient client = await SocketClient.OpenAsync(server);
        string first = await client.SubscribeAsync("starknet_subscribeNewHeads");
        string second = await client.SubscribeAsync("starknet_subscribeNewHeads");
        await using SocketClient other = await SocketClient.OpenAsync(server);
        Assert.Equal(66, await other.ErrorAsync("starknet_unsubscribe", $$"""["{{first}}"]"""));
        JsonElement ended = await client.CallAsync("starknet_unsubscribe", $$"""{"subscription_id":"{{first}}"}""");
        Assert.True(ended.GetProperty("result").GetBoolean());
        Assert.Equal(66, await client.ErrorAsync("starknet_unsubscribe", $$"""["{{first}}"]"""));
        rpc.Chain.Head = 22;
        Assert.Equal(21, (await client.NextAsync(Heads, second)).GetProperty("block_number").GetInt32());
        Assert.Equal(22, (await client.NextAsync(Heads, second)).GetProperty("block_number").GetInt32());
    }

    [Fact]
    public async Task AReorganisationIsToldToEverySubscriptionAndTheBlocksAgain()
    {
        await using SocketClient client = await SocketClient.OpenAsync(server);
        string heads = await client.SubscribeAsync("starknet_subscribeNewHeads", """[{"block_number":19}]""");
        Assert.Equal(19, (await client.NextAsync(Heads, heads)).GetProperty("block_number").GetInt32());
        Assert.Equal(20, (await client.NextAsync(Heads, heads)).GetProperty("block_number").GetInt32());
        Felt[] old = [.. rpc.Chain.Blocks.Select(block => block.Header.Hash)];
        rpc.Chain.Replace(19);
        JsonElement change = await client.NextAsync("starknet_subscriptionReorg", heads);
        Assert.Equal(19, change.GetProperty("starting_block_number").GetInt32());
        Assert.Equal(old[19].ToString(), change.GetProperty("starting_block_hash").GetString());
        Assert.Equal(20, change.GetProperty("ending_block_number").GetInt32());
        Assert.Equal(old[20].ToString(), change.GetProperty("ending_block_hash").GetString());
        foreach (int number in (int[])[19, 20])
        {
            JsonElement header = await client.NextAsync(Heads, heads);
            Assert.Equal(rpc.Chain.Blocks[number].Header.Hash.ToString(), header.GetProperty("block_hash").GetString());
            Assert.NotEqual(old[number].ToString(), header.GetProperty("block_hash").GetString());
        }

        JsonElement read = (await client.CallAsync("starknet_getBlockWithTxs", """[{"block_number":20}]""")).GetProperty("result");
        Assert.Equal(rpc.Chain.Blocks[20].Header.Hash.ToString(), read.GetProperty("block_hash").GetString());
    }

    private IEnumerable<Starknet.Receipts.ContractEvent> EventsOf(int number) =>
        rpc.Chain.Blocks[number].Receipts.SelectMany(receipt => receipt.Events);

    private async Task CheckEventsAsync(IEnumerable<JsonElement> expected, string parameters)
    {
        await using SocketClient client = await SocketClient.OpenAsync(server);
        string id = await client.SubscribeAsync("starknet_subscribeEvents", parameters);
        int count = 0;
        foreach (JsonElement item in expected)
        {
            JsonElement told = await client.NextAsync(Events, id);
            Assert.Equal("ACCEPTED_ON_L2", told.GetProperty("finality_status").GetString());
            Assert.All(item.EnumerateObject(), member => Assert.True(JsonElement.DeepEquals(member.Value, told.GetProperty(member.Name))));
            count++;
        }

        Assert.NotEqual(0, count);
    }
}
