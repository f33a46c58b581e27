using System;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>Nodes stopped with SIGSTOP and continued, and nodes taken down and brought back.</summary>
public sealed class PauseTests(ITestOutputHelper output)
{
    private const int Rate = 10;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public Task StoppedNodesCatchUpOnceTheyGoOn() => PauseAsync(blocks: 10, Network.StillAnswers, TimeSpan.FromSeconds(20));

    // Long enough for every time-out of peers and of consensus: while one of four is away and clients send, a block comes in a second.
    [Fact]
    [Trait("Speed", "Slow")]
    public Task NodesStoppedForHalfAMinuteCatchUpOnceTheyGoOn() => PauseAsync(blocks: 40, answers: 10_000, TimeSpan.FromSeconds(90));

    private async Task PauseAsync(ulong blocks, int answers, TimeSpan load)
    {
        await using Network network = await Network.StartAsync();

        // One of four: the others go on without it.
        Load traffic = Load.Start(network.Url(0), Rate, load);
        await network.DecidesAgainAsync();
        await network.SignalAsync(3, "STOP");
        long stopped = Environment.TickCount64;
        await network.ReachAsync(0, (await network.HeightAsync(0) ?? 0) + blocks, Limit);
        long pauseOfOne = Environment.TickCount64 - stopped;
        await network.SignalAsync(3, "CONT");
        TimeSpan afterOne = await network.DecidesAgainAsync();

        // Two of four: nothing is decided until they are back.
        await network.SignalAsync(2, "STOP");
        await network.SignalAsync(3, "STOP");
        stopped = Environment.TickCount64;
        ulong halted = await network.HeightAsync(0) ?? 0;
        Assert.True(await network.HaltAsync([0, 1], Limit, answers) <= halted + 1, "blocks were decided without a quorum");
        long pauseOfTwo = Environment.TickCount64 - stopped;
        await network.SignalAsync(2, "CONT");
        await network.SignalAsync(3, "CONT");
        TimeSpan afterTwo = await network.DecidesAgainAsync();
        await traffic.NothingLostAsync();
        await network.AssertAgreementAsync();
        network.AssertBounded();
        output.WriteLine($"one stopped for {pauseOfOne} ms: decided {afterOne} after its return, two for {pauseOfTwo} ms: {afterTwo}; "
            + $"peaks {network.Memory} MiB");
    }
}
