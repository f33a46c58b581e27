using System;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>Three honest nodes under load while the fourth validator, with its real keys, attacks them.</summary>
[Collection(nameof(AloneCollection))]
public sealed class ByzantineTests(ITestOutputHelper output)
{
    private const int Rate = 5;

    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    [Fact]
    [Trait("Speed", "Slow")]
    public Task FloodsOfSmallMessages() => AttackAsync(Usual, ("status-flood", 5_000), ("distinct-votes", 5_000));

    [Fact]
    public Task FalseVotes() => AttackAsync(Usual, ("selective-votes", 3), ("selective-proposals", 2), ("bad-signatures", 1));

    [Fact]
    public Task FalseProposals() => AttackAsync(Usual, ("many-proposals", 100), ("garbage-first", 1), ("proposal-copies", 20));

    [Fact]
    [Trait("Speed", "Slow")]
    public Task FalseTransactions() => AttackAsync(Usual, ("forged-transactions", 5), ("junk-transactions", 100));

    [Fact]
    public Task FalseBytes() => AttackAsync(Usual, ("garbage-bytes", 1), ("oversized-frames", 1));

    [Fact]
    [Trait("Speed", "Slow")]
    public Task AbusedConnections() => AttackAsync(Usual, ("never-reads", 100), ("reconnects", 200));

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("status-flood", 50_000)]
    [InlineData("distinct-votes", 50_000)]
    [InlineData("selective-votes", 20)]
    [InlineData("bad-signatures", 10)]
    [InlineData("many-proposals", 1_000)]
    [InlineData("selective-proposals", 20)]
    [InlineData("garbage-first", 10)]
    [InlineData("proposal-copies", 200)]
    [InlineData("forged-transactions", 20)]
    [InlineData("junk-transactions", 1_000)]
    [InlineData("garbage-bytes", 10)]
    [InlineData("oversized-frames", 5)]
    [InlineData("never-reads", 100)]
    [InlineData("reconnects", 200)]
    public Task AMinuteOf(string attack, int atLeast) => AttackAsync(Long, (attack, atLeast));

    [Fact]
    public async Task EarlyVotesDoNotHurryTheChain()
    {
        await using Network network = await Network.StartWithFaultyAsync();
        int witness = network.Running.First();
        ulong before = await network.HeightAsync(witness) ?? 0;
        long started = Environment.TickCount64;
        int attacks = await network.AttackAsync("early-votes", TimeSpan.FromSeconds(12));
        ulong blocks = (await network.HeightAsync(witness) ?? 0) - before;
        Assert.True(attacks > 100, $"attacked {attacks} times");

        // Without transactions a block is due every 5 s.
        long most = ((Environment.TickCount64 - started) / 5_000) + 1;
        Assert.True(blocks <= (ulong)most, $"{blocks} blocks without transactions, expected at most {most}");
        await network.DecidesAgainAsync();
        network.AssertBounded();
    }

    [Fact]
    public async Task AnHonestNodeComesBackPastFourHundredIdleSockets()
    {
        await using Network network = await Network.StartWithFaultyAsync();
        Task<int> attack = network.AttackAsync("idle-sockets", TimeSpan.FromSeconds(15));
        int node = network.Running.Last();
        await network.DecidesAgainAsync();
        await network.KillAsync(node);
        network.Start(node);

        // Without the fourth, each of the three is needed.
        TimeSpan taken = await network.DecidesAgainAsync();
        Assert.False(attack.IsCompleted, "the attack ended too early");
        Assert.True(await attack >= 400 * 3);
        network.AssertBounded();
        output.WriteLine($"decided {taken} after the return; peaks {network.Memory} MiB");
    }

    private async Task AttackAsync(TimeSpan duration, params (string Attack, int AtLeast)[] attacks)
    {
        await using Network network = await Network.StartWithFaultyAsync();
        int witness = network.Running.First();
        Load load = Load.Start(network.Url(witness), Rate, (duration + Between) * attacks.Length);
        await network.DecidesAgainAsync();
        foreach ((string attack, int atLeast) in attacks)
        {
            ulong before = await network.HeightAsync(witness) ?? 0;
            int times = await network.AttackAsync(attack, duration);
            ulong blocks = (await network.HeightAsync(witness) ?? 0) - before;
            TimeSpan taken = await network.DecidesAgainAsync();
            network.AssertBounded();
            output.WriteLine($"{attack}: {times} times, {blocks} blocks meanwhile, decided {taken} after; peaks {network.Memory} MiB");
            Assert.True(times >= atLeast, $"{attack}: attacked {times} times only");
            Assert.True(blocks >= (ulong)Math.Max(1, duration.TotalSeconds / 5), $"{attack}: {blocks} blocks in {duration}");
        }

        await load.NothingLostAsync();
        await network.AssertAgreementAsync();
    }
}
