using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Feed;
using Kraken.Proofs.Ranges;
using Kraken.Rpc;
using Kraken.Rpc.Client;
using Kraken.Rpc.Server;
using Kraken.Rpc.Tests;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Explorer.Tests.Feed;

/// <summary>What the feed shows of a chain that grows, stands, starts anew and goes away.</summary>
public sealed class GrowthTests : IAsyncLifetime
{
    private readonly RecordedChain recorded = new();
    private readonly GrowingChain chain;
    private readonly HttpClient http = new();
    private readonly RpcServer server;
    private readonly FixedClock clock;

    public GrowthTests()
    {
        chain = new(recorded);
        server = new(new RpcBackend { Chain = chain }, new RpcOptions(), new IPEndPoint(IPAddress.Loopback, 0));
        clock = new(BlockSummary.TimeOf(recorded.Latest!));
    }

    private NodeReader Node => new(new RpcClient(http, server.Address));

    public async ValueTask InitializeAsync() => await server.StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.StopAsync(CancellationToken.None);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task AWindowHoldsTheLastMinutesBlocksAndCountsTheirTransactions()
    {
        ChainWindow window = new(Node, clock);
        await window.AdvanceAsync(3, CancellationToken.None);
        Assert.Equal([3UL, 2, 1, 0], window.Headers.Select(header => header.Number));
        Assert.Equal(3 / 60.0, window.TransactionsPerSecond, 9);
        chain.Height = 27;
        await window.AdvanceAsync(27, CancellationToken.None);
        Assert.Equal(27 / 60.0, window.TransactionsPerSecond, 9);
        clock.Now += TimeSpan.FromSeconds(61);
        await window.AdvanceAsync(27, CancellationToken.None);
        Assert.Equal(0, window.TransactionsPerSecond);
        Assert.Equal(10, window.Headers.Count);
    }

    [Fact]
    public async Task AChainThatStartedAnewIsReadAnew()
    {
        ChainWindow window = new(Node, clock);
        chain.Height = 20;
        await window.AdvanceAsync(20, CancellationToken.None);
        chain.Height = 4;
        await window.AdvanceAsync(4, CancellationToken.None);
        Assert.Equal([4UL, 3, 2, 1, 0], window.Headers.Select(header => header.Number));
    }

    [Fact]
    public async Task WatchersSeeTheChainGrowAndTheNodeGo()
    {
        NodeReader node = Node;
        using LiveFeed feed = new(
            node,
            new ClassCatalog(node),
            new RangeCatalog(new RangeProofStore(Path.Combine(Path.GetTempPath(), "kraken-none")), node, TimeProvider.System),
            TimeProvider.System,
            NullLogger<LiveFeed>.Instance);
        await feed.StartAsync(CancellationToken.None);
        using CancellationTokenSource ending = new();
        await using IAsyncEnumerator<HomeView> views = feed.WatchAsync(ending.Token, CancellationToken.None).GetAsyncEnumerator();
        Assert.Equal(3UL, (await UntilAsync(views, view => view.Latest is not null)).Latest!.Number);
        chain.Height = 12;
        HomeView grown = await UntilAsync(views, view => view.Latest!.Number == 12);
        Assert.Equal("fib", grown.Transactions[0].What);
        Assert.Equal(10, grown.Blocks.Count);
        Assert.Equal((12UL, 0UL, 12UL, 0), (grown.Standing!.Height, grown.Standing.Through, grown.Standing.Behind, grown.Standing.Proofs));
        Assert.True(grown.Standing.Age > TimeSpan.Zero);
        await server.StopAsync(CancellationToken.None);
        HomeView lost = await UntilAsync(views, view => !view.NodeIsReachable);
        Assert.Equal(12UL, lost.Latest!.Number);
        await ending.CancelAsync();
        while (await views.MoveNextAsync())
        {
        }

        await feed.StopAsync(CancellationToken.None);
    }

    private static async Task<HomeView> UntilAsync(IAsyncEnumerator<HomeView> views, Func<HomeView, bool> condition)
    {
        while (await views.MoveNextAsync())
        {
            if (condition(views.Current))
            {
                return views.Current;
            }
        }

        throw new EndOfStreamException("the feed ended");
    }
}
