using System;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>Nodes stopped with SIGSTOP and continued, and nodes taken down and brought back.</summary>
public sealed class PauseTests(ITestOutputHelper output)
{
    private const int Rate = 10;

    [Fact]
    public Task StoppedNodesCatchUpOnceTheyGoOn() => PauseAsync(TimeSpan.FromSeconds(8));

    [Fact]
    [Trait("Speed", "Slow")]
    public Task NodesStoppedForHalfAMinuteCatchUpOnceTheyGoOn() => PauseAsync(TimeSpan.FromSeconds(35));

    private async Task PauseAsync(TimeSpan pause)
    {
        await using Network network = await Network.StartAsync();

        // One of four: the others go on without it.
        Load load = Load.Start(network.Url(0), Rate, pause * 3);
        await network.DecidesAgainAsync();
        await network.SignalAsync(3, "STOP");
        ulong stoppedAt = await network.HeightAsync(0) ?? 0;
        Task paused = Task.Delay(pause, TestContext.Current.CancellationToken);
        await network.ReachAsync(0, stoppedAt + 3, Network.Recovery);
        await paused;
        await network.SignalAsync(3, "CONT");
        TimeSpan afterOne = await network.DecidesAgainAsync();

        // Two of four: nothing is decided until they are back.
        await network.SignalAsync(2, "STOP");
        await network.SignalAsync(3, "STOP");
        ulong halted = await network.HeightAsync(0) ?? 0;
        await Task.Delay(pause, TestContext.Current.CancellationToken);
        Assert.True(await network.HeightAsync(0) <= halted + 1, "blocks were decided without a quorum");
        await network.SignalAsync(2, "CONT");
        await network.SignalAsync(3, "CONT");
        TimeSpan afterTwo = await network.DecidesAgainAsync();
        await load.NothingLostAsync();
        await network.AssertAgreementAsync();
        network.AssertBounded();
        output.WriteLine($"one stopped: decided {afterOne} after its return, two: {afterTwo}; peaks {network.Memory} MiB");
    }
}
