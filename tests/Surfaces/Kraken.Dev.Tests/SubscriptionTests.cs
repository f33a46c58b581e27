using System;
using System.IO;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.Dev.Tests;

/// <summary>What subscribers are told of a chain that begins anew or is accepted on L1.</summary>
public sealed class SubscriptionTests : IDisposable
{
    private const int InvalidSubscription = 66;

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-dev-").FullName;
    private readonly byte[] buffer = new byte[1 << 16];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("devnet_restart", "{}")]
    [InlineData("devnet_load", """{"path":"empty.json"}""")]
    public async Task NobodyIsSubscribedAnyMore(string method, string parameters)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "empty.json"), "[]");
        await using DevFixture dev = await DevFixture.StartAsync(new DevOptions { DumpPath = Path.Combine(folder, "dump.json") });
        await dev.TransferAsync(0, 0);
        using ClientWebSocket socket = new();
        await socket.ConnectAsync(
            new UriBuilder(new Uri(dev.Address, "/ws")) { Scheme = "ws" }.Uri, TestContext.Current.CancellationToken);
        string[] names =
        [
            (await SendAsync(socket, "starknet_subscribeNewHeads")).GetProperty("result").GetString()!,
            (await SendAsync(socket, "starknet_subscribeEvents")).GetProperty("result").GetString()!,
        ];
        await dev.CallAsync(method, parameters);
        foreach (string name in names)
        {
            JsonElement gone = await SendAsync(socket, "starknet_unsubscribe", $$"""{"subscription_id":"{{name}}"}""");
            Assert.Equal(InvalidSubscription, gone.GetProperty("error").GetProperty("code").GetInt32());
        }

        // Who subscribes again is told of that alone.
        string again = (await SendAsync(socket, "starknet_subscribeNewHeads")).GetProperty("result").GetString()!;
        await dev.TransferAsync(0, 0);
        JsonElement told = await ReadAsync(socket);
        Assert.Equal("starknet_subscriptionNewHeads", told.GetProperty("method").GetString());
        Assert.Equal(again, told.GetProperty("params").GetProperty("subscription_id").GetString());
        await SendAsync(socket, "starknet_unsubscribe", $$"""{"subscription_id":"{{again}}"}""");
    }

    [Fact]
    public async Task AStatusIsToldUntilL1Accepts()
    {
        await using DevFixture dev = await DevFixture.StartAsync(new DevOptions());
        string hash = await dev.TransferAsync(0, 0);
        using ClientWebSocket socket = new();
        await socket.ConnectAsync(
            new UriBuilder(new Uri(dev.Address, "/ws")) { Scheme = "ws" }.Uri, TestContext.Current.CancellationToken);
        await SendAsync(socket, "starknet_subscribeTransactionStatus", $$"""{"transaction_hash":"{{hash}}"}""");
        Assert.Equal("ACCEPTED_ON_L2", await FinalityAsync(socket));

        // Blocks without it change nothing of it.
        await dev.CallAsync("devnet_createBlock", "{}");
        await dev.CallAsync("devnet_acceptOnL1", """{"starting_block_id":"latest"}""");
        Assert.Equal("ACCEPTED_ON_L1", await FinalityAsync(socket));
    }

    private async Task<string?> FinalityAsync(ClientWebSocket socket)
    {
        JsonElement told = await ReadAsync(socket);
        Assert.Equal("starknet_subscriptionTransactionStatus", told.GetProperty("method").GetString());
        return told.GetProperty("params").GetProperty("result").GetProperty("status").GetProperty("finality_status").GetString();
    }

    private async Task<JsonElement> SendAsync(ClientWebSocket socket, string method, string parameters = "{}")
    {
        byte[] call = Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""");
        await socket.SendAsync(call, WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        JsonElement answer = await ReadAsync(socket);
        while (!answer.TryGetProperty("id", out _))
        {
            answer = await ReadAsync(socket);
        }

        return answer;
    }

    private async Task<JsonElement> ReadAsync(ClientWebSocket socket)
    {
        int length = 0;
        ValueWebSocketReceiveResult read;
        do
        {
            read = await socket.ReceiveAsync(buffer.AsMemory(length), TestContext.Current.CancellationToken);
            length += read.Count;
        }
        while (!read.EndOfMessage);
        using JsonDocument message = JsonDocument.Parse(buffer.AsMemory(0, length));
        return message.RootElement.Clone();
    }
}
