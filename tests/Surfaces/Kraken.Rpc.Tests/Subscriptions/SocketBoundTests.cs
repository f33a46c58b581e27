using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Limits;
using Kraken.Rpc.Methods;
using Kraken.Rpc.Server;
using Kraken.Rpc.Subscriptions;
using Kraken.Rpc.Tests.Limits;
using Kraken.Starknet.Genesis;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Rpc.Tests.Subscriptions;

/// <summary>Each bound of <see cref="SocketLimits"/> at it and one past it.</summary>
public sealed class SocketBoundTests
{
    private readonly RpcFixture rpc = new();

    [Fact]
    public async Task SocketsOfOneClientAreCounted()
    {
        await using RpcServer server = await StartAsync(new() { MaxClientConnections = 2 });
        await using SocketClient first = await SocketClient.OpenAsync(server);
        await using (await SocketClient.OpenAsync(server))
        {
            WebSocketException refused = await Assert.ThrowsAsync<WebSocketException>(() => SocketClient.OpenAsync(server));
            Assert.Contains("503", refused.Message, StringComparison.Ordinal);
        }

        // The place is free when the server has seen the end.
        await Eventually(async () => await (await SocketClient.OpenAsync(server)).DisposeAsync());
        Assert.Equal(27, (await first.CallAsync("starknet_blockNumber")).GetProperty("result").GetInt32());
    }

    [Fact]
    public async Task SubscriptionsOfOneSocketAndOfOneClientAreCounted()
    {
        await using RpcServer server = await StartAsync(new() { MaxSubscriptions = 2, MaxClientSubscriptions = 3 });
        await using SocketClient first = await SocketClient.OpenAsync(server);
        string id = await first.SubscribeAsync("starknet_subscribeNewHeads");
        await first.SubscribeAsync("starknet_subscribeNewHeads");
        Assert.Equal(-32005, await first.ErrorAsync("starknet_subscribeNewHeads", "[]"));
        await using SocketClient second = await SocketClient.OpenAsync(server);
        await second.SubscribeAsync("starknet_subscribeNewHeads");
        Assert.Equal(-32005, await second.ErrorAsync("starknet_subscribeNewHeads", "[]"));
        await first.CallAsync("starknet_unsubscribe", $$"""["{{id}}"]""");
        await second.SubscribeAsync("starknet_subscribeNewHeads");
        Assert.Equal(-32005, await first.ErrorAsync("starknet_subscribeNewHeads", "[]"));

        // What a socket had is free when it is gone.
        await second.DisposeAsync();
        await Eventually(() => first.SubscribeAsync("starknet_subscribeNewHeads"));
    }

    [Fact]
    public async Task AMessageHasABound()
    {
        const string Call = """{"jsonrpc":"2.0","id":1,"method":"starknet_blockNumber"}""";
        await using RpcServer server = await StartAsync(new() { MaxMessageBytes = 10_000 });
        await using SocketClient client = await SocketClient.OpenAsync(server);
        byte[] fits = Encoding.UTF8.GetBytes(Call.PadRight(10_000));
        await client.SendAsync(fits.AsMemory(0, 5_000), isLast: false);
        await client.SendAsync(fits.AsMemory(5_000));
        Assert.Equal(27, (await client.ReadAsync()).GetProperty("result").GetInt32());
        await client.SendAsync(Encoding.UTF8.GetBytes(Call.PadRight(10_001)));
        await client.ReadToCloseAsync();
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, client.CloseStatus);
        Assert.Equal("a message has at most 10000 bytes", client.CloseReason);
    }

    [Fact]
    public async Task WhoSendsAMessageTooSlowlyIsClosed()
    {
        await using RpcServer server = await StartAsync(new() { MessageTimeout = TimeSpan.FromMilliseconds(50) });
        await using SocketClient client = await SocketClient.OpenAsync(server);
        await client.SendAsync("{"u8.ToArray(), isLast: false);
        await client.ReadToCloseAsync();
        Assert.Equal("a message comes within 0.05 s", client.CloseReason);
    }

    [Fact]
    public async Task WhoIsIdleWithoutASubscriptionIsClosed()
    {
        await using RpcServer server = await StartAsync(new() { IdleTime = TimeSpan.FromMilliseconds(200) });
        await using SocketClient subscriber = await SocketClient.OpenAsync(server);
        rpc.Chain.Head = 20;
        string id = await subscriber.SubscribeAsync("starknet_subscribeNewHeads");
        await using SocketClient idle = await SocketClient.OpenAsync(server);
        await idle.ReadToCloseAsync();
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, idle.CloseStatus);
        Assert.Equal("no message in 0.2 s, and no subscription", idle.CloseReason);

        // The other has been idle for longer, and is told all the same.
        rpc.Chain.Head = 21;
        Assert.Equal(21, (await subscriber.NextAsync("starknet_subscriptionNewHeads", id)).GetProperty("block_number").GetInt32());
    }

    [Fact]
    public async Task WhoTakesNothingIsCutAndOthersAreToldMeanwhile()
    {
        rpc.Chain.Head = 26;
        SocketLimits limits = new() { SendTimeout = TimeSpan.FromMilliseconds(300), PingInterval = TimeSpan.FromMinutes(5) };
        await using RpcServer server = await StartAsync(limits);
        await using SocketClient stalled = await SocketClient.OpenAsync(server);
        await stalled.SubscribeAsync("starknet_subscribeNewHeads");

        // It asks and takes no answer, until the buffers between the two are full.
        string parameters = $"[\"latest\",\"{ChainContracts.All[0].ClassHash}\"]";
        string call = $"[{string.Join(',', Enumerable.Range(0, 100).Select(
            id => $$"""{"jsonrpc":"2.0","id":{{id}},"method":"starknet_getClass","params":{{parameters}}}"""))}]";
        await using SocketClient other = await SocketClient.OpenAsync(server);
        string id = await other.SubscribeAsync("starknet_subscribeNewHeads");
        for (int i = 0; i < 8; i++)
        {
            await stalled.SendAsync(Encoding.UTF8.GetBytes(call));
        }

        rpc.Chain.Head = 27;
        Assert.Equal(27, (await other.NextAsync("starknet_subscriptionNewHeads", id)).GetProperty("block_number").GetInt32());

        long deadline = Environment.TickCount64 + 120_000;
        while (server.OpenSockets > 1)
        {
            Assert.True(Environment.TickCount64 < deadline, $"{server.OpenSockets} sockets are open, expected the stalled one closed");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        // Its read ends without a close: it could not be told.
        await Assert.ThrowsAnyAsync<WebSocketException>(stalled.ReadToCloseAsync);
    }

    [Fact]
    public async Task ASubscriptionMayBeginAsFarBackAsTheSpecificationAllows()
    {
        EmptyChain chain = new(2000, rpc.Chain.Blocks[1].Header);
        await using RpcServer server = await StartAsync(new(), chain);
        await using SocketClient client = await SocketClient.OpenAsync(server);
        Assert.Equal(68, await client.ErrorAsync("starknet_subscribeNewHeads", """[{"block_number":975}]"""));
        Assert.Equal(68, await client.ErrorAsync("starknet_subscribeEvents", """{"block_id":{"block_number":0}}"""));
        string id = await client.SubscribeAsync("starknet_subscribeNewHeads", """[{"block_number":976}]""");
        Assert.Equal(976, (await client.NextAsync("starknet_subscriptionNewHeads", id)).GetProperty("block_number").GetInt32());
    }

    [Theory]
    [InlineData(25, true)]
    [InlineData(24, false)]
    public async Task WhoFallsTooFarBehindIsClosedWithAReason(int first, bool isFine)
    {
        // 27 - 25 + 1 = 3 blocks are to be told.
        await using RpcServer server = await StartAsync(new() { MaxBlocksBehind = 3 });
        await using SocketClient client = await SocketClient.OpenAsync(server);
        string from = string.Create(CultureInfo.InvariantCulture, $"[{{\"block_number\":{first}}}]");
        string id = await client.SubscribeAsync("starknet_subscribeNewHeads", from);
        if (isFine)
        {
            Assert.Equal(first, (await client.NextAsync("starknet_subscriptionNewHeads", id)).GetProperty("block_number").GetInt32());
            return;
        }

        await client.ReadToCloseAsync();
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, client.CloseStatus);
        Assert.Equal("4 blocks behind the chain, at most 3: the client reads too slowly", client.CloseReason);
    }

    [Fact]
    public async Task NotificationsAreMadeUpToABoundAndTheRestWhenTheyAreTaken()
    {
        rpc.Chain.Head = 27;
        ChainView view = new(rpc.Chain, 1 << 20);
        ChainFeed feed = new(view, null, TimeSpan.FromMinutes(5), NullLogger.Instance);
        SocketLimits limits = new() { MaxUnsentBytes = 3000 };
        using SubscriptionSession session = new("a", feed, new CountShares(4, 4), limits, null);
        session.Add(moment => new NewHeadsSubscription("1", moment, 0));
        session.Add(moment => new NewHeadsSubscription("2", moment, 0));
        Assert.Empty(session.Collect().Messages);
        await session.BeginAsync(TimeSpan.Zero);
        int told = 0;
        int steps = 0;
        SubscriptionBatch batch;
        do
        {
            batch = session.Collect();
            told += batch.Messages.Count;
            Assert.InRange(batch.Messages.SkipLast(1).Sum(message => message.Json.Length), 0, 2999);
            steps++;
        }
        while (!batch.IsLast);
        Assert.Equal(2 * 28, told);
        Assert.True(steps > 10);
    }

    [Fact]
    public async Task ANodeThatStopsClosesItsSockets()
    {
        RpcServer server = await StartAsync(new());
        await using SocketClient client = await SocketClient.OpenAsync(server);
        await client.SubscribeAsync("starknet_subscribeNewHeads");
        Task stopping = server.StopAsync(CancellationToken.None);
        await client.ReadToCloseAsync();
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, client.CloseStatus);
        Assert.Equal("the node stops", client.CloseReason);
        await client.DisposeAsync();
        await stopping;
        await server.DisposeAsync();
    }

    [Fact]
    public async Task WhoAsksForASocketWithoutUpgradingIsTold()
    {
        await using RpcServer server = await StartAsync(new());
        using HttpClient http = new();
        using HttpResponseMessage answer = await http.GetAsync(new Uri(server.Address, "/ws"));
        Assert.Equal(HttpStatusCode.UpgradeRequired, answer.StatusCode);
        JsonElement error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.Equal(-32600, error.GetProperty("code").GetInt32());
    }

    private static async Task Eventually(Func<Task> act)
    {
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            try
            {
                await act();
                return;
            }
            catch (Exception failure) when (failure is WebSocketException or Xunit.Sdk.XunitException)
            {
                await Task.Yield();
            }
        }
    }

    private async Task<RpcServer> StartAsync(SocketLimits limits, Starknet.Chain.IChainReader? chain = null)
    {
        RpcServer server = new(
            chain is null ? rpc.Backend : rpc.Backend with { Chain = chain },
            new RpcOptions { Sockets = limits },
            new IPEndPoint(IPAddress.Loopback, 0));
        await server.StartAsync(CancellationToken.None);
        return server;
    }
}
