using System;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Load.Reports;
using Kraken.Rpc;
using Kraken.Rpc.Client;
using Kraken.Rpc.Server;
using Kraken.Starknet.Blocks;
using Xunit;

namespace Kraken.Load.Tests;

/// <summary>A node that takes less than it is sent, over real connections: what is measured must not wait for what is sent.</summary>
public sealed class SaturationTests
{
    private static readonly TimeSpan BlockInterval = TimeSpan.FromMilliseconds(20);

    // A look every 50 ms, a block every 20, and a machine that does other things too; the queue of submissions is 3 s long.
    private const double MaxLag = 700;

    private readonly FakeChain chain = new() { BeforeSubmission = () => Task.Delay(10) };

    [Fact]
    public async Task InclusionIsSeenWhileSubmissionsQueue()
    {
        RpcBackend backend = new() { Chain = chain, Submitter = chain };
        await using RpcServer server = new(backend, new RpcOptions(), new IPEndPoint(IPAddress.Loopback, 0));
        await server.StartAsync(TestContext.Current.CancellationToken);
        using CancellationTokenSource stop = new();
        Task blocks = MakeBlocksAsync(stop.Token);
        using LoadConnections connections = LoadConnections.Open();
        LoadReport report = await new LoadRun(
            new LoadOptions
            {
                Nodes = [server.Address],
                Rate = 500,
                Duration = TimeSpan.FromSeconds(3),
                Weights = KindWeights.TryParse("transfer=1", out KindWeights? weights) ? weights : KindWeights.Default,
                Patience = TimeSpan.FromSeconds(60),
            },
            connections,
            TimeProvider.System).RunAsync(null, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await blocks;
        Assert.Equal((1500L, 1500L), (report.Sent, report.Executed));

        // It is saturated: half of all waited long for their acceptance. Each was in a block right after.
        Assert.InRange(report.ToAcceptance.P50, 1000, 60_000);
        Assert.InRange(report.ToInclusion.P50 - report.ToAcceptance.P50, -MaxLag, MaxLag);
        Assert.InRange(report.ToInclusion.P99 - report.ToAcceptance.P99, -MaxLag, MaxLag);
    }

    [Fact]
    public async Task AWatchedAnswerIsThereWhenTheCallReturns()
    {
        RpcBackend backend = new() { Chain = chain, Submitter = chain };
        await using RpcServer server = new(backend, new RpcOptions(), new IPEndPoint(IPAddress.Loopback, 0));
        await server.StartAsync(TestContext.Current.CancellationToken);
        using LoadConnections connections = LoadConnections.Open();
        RpcClient client = new(connections.Watching, server.Address);
        Task<ulong> height = client.BlockNumberAsync(TestContext.Current.CancellationToken);
        Assert.True(height.IsCompletedSuccessfully);
        BlockId block = new BlockId.ByNumber(await height);
        Assert.True(client.OutcomesAsync(block, TestContext.Current.CancellationToken).IsCompletedSuccessfully);
        await server.StopAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.BlockNumberAsync(TestContext.Current.CancellationToken));
    }

    private async Task MakeBlocksAsync(CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(BlockInterval);
        while (!cancellation.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            chain.MakeBlock();
        }
    }
}
