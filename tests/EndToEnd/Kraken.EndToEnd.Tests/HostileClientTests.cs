using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>Clients that ask four nodes for as much as they can, while others use the chain.</summary>
public sealed class HostileClientTests(ITestOutputHelper output)
{
    private const int Clients = 200;
    private const int Rate = 20;

    // By how much the attack may slow the blocks, and what it may add to the memory of a node.
    private const double MostSlowed = 0.2;
    private const long MostGrowth = 256L << 20;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Fact]
    public Task TheChainGoesOnUnderAbuse() => AbuseAsync(blocks: 30, measured: false, TimeSpan.FromSeconds(25));

    [Fact]
    [Trait("Speed", "Slow")]
    public Task AMinuteOfAbuseSlowsTheBlocksByLessThanAFifth() => AbuseAsync(blocks: 160, measured: true, TimeSpan.FromSeconds(150));

    private async Task AbuseAsync(ulong blocks, bool measured, TimeSpan traffic)
    {
        await using Network network = await Network.StartAsync();
        Load load = Load.Start(network.Urls, Rate, traffic);

        // The nodes compile their code in the first seconds; the rate must not have them in it.
        await network.ReachAsync(0, 20, TimeSpan.FromMinutes(1));
        _ = await network.CallAsync(0, "starknet_call", HostileClients.CheapCall);
        double quiet = measured ? await RateAsync(network, blocks) : 0;
        long[] before = [.. Enumerable.Range(0, Network.Size).Select(network.PeakMemory)];
        HostileClients clients = new([.. Enumerable.Range(0, Network.Size).Select(node => new Uri(network.Url(node)).Port)]);
        using CancellationTokenSource over = new();
        Task attack = clients.RunAsync(Clients, over.Token);
        double abused = await RateAsync(network, blocks);
        await over.CancelAsync();
        await attack;
        long[] growth = [.. Enumerable.Range(0, Network.Size).Select(node => network.PeakMemory(node) - before[node])];
        TimeSpan after = await network.DecidesAgainAsync();
        string report = $"blocks per second {quiet:f2} before, {abused:f2} under abuse; decided {after} after it; "
            + $"memory grew by {string.Join(", ", growth.Select(bytes => bytes >> 20))} MiB; answers: {clients.Outcomes}";
        output.WriteLine(report);
        Assert.True(clients.Answers > 0, report);
        Assert.True(abused >= (1 - MostSlowed) * quiet, report);
        Assert.True(!measured || growth.Max() < MostGrowth, report);
        await load.NothingLostAsync();
        await network.AssertAgreementAsync();
        network.AssertBounded();
    }

    // How many blocks a second come while so many do.
    private static async Task<double> RateAsync(Network network, ulong blocks)
    {
        long began = Environment.TickCount64;
        ulong first = await LatestAsync(network);
        ulong last = first;
        while (last < first + blocks)
        {
            Assert.True(Environment.TickCount64 - began < Limit.TotalMilliseconds, $"{last - first} of {blocks} blocks within {Limit}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
            last = await LatestAsync(network);
        }

        return (last - first) / ((Environment.TickCount64 - began) / 1000.0);
    }

    // A node that is slow to answer does not make the chain slow: the height is what any of them tells.
    private static async Task<ulong> LatestAsync(Network network)
    {
        ulong?[] heights = await Task.WhenAll(network.Running.Select(network.HeightAsync));
        return heights.Max() ?? throw new InvalidOperationException("no node answers");
    }
}
