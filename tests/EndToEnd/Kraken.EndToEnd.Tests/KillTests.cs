using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>Each of four nodes killed with SIGKILL under load, while it proposes, votes, commits or waits.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Rate = 10;

    private static readonly string[] Steps = ["Propose", "Prevote", "Precommit", "Commit"];
    private static readonly TimeSpan StepLimit = TimeSpan.FromSeconds(4);

    [Fact]
    public Task KillsInEveryStepLoseNothing() => KillAsync(killsPerNode: 2, TimeSpan.FromSeconds(12));

    [Fact]
    [Trait("Speed", "Slow")]
    public Task FiftyKillsInEveryStepLoseNothing() => KillAsync(killsPerNode: 13, TimeSpan.FromSeconds(90));

    private async Task KillAsync(int killsPerNode, TimeSpan loadDuration)
    {
        await using Network network = await Network.StartAsync();
        SortedDictionary<string, int> moments = new(StringComparer.Ordinal);
        TimeSpan longest = TimeSpan.Zero;
        for (int node = 0; node < Network.Size; node++)
        {
            // The load goes to a node that lives: a transaction that only the killed one knows is gone with its memory.
            Load load = Load.Start(network.Url((node + 1) % Network.Size), Rate, loadDuration);
            for (int kill = 0; kill < killsPerNode; kill++)
            {
                string step = await ReachStepAsync(network, node, Steps[((node * killsPerNode) + kill) % Steps.Length]);
                ulong height = await network.HeightAsync(node) ?? throw new InvalidOperationException($"node {node + 1} does not answer");
                (string, string) block = await network.BlockAsync(node, height);
                moments[step] = moments.GetValueOrDefault(step) + 1;
                await network.KillAsync(node);
                network.Start(node);
                TimeSpan taken = await network.DecidesAgainAsync();
                longest = taken > longest ? taken : longest;
                Assert.Equal(block, await network.BlockAsync(node, height));
            }

            await load.NothingLostAsync();
        }

        await network.AssertAgreementAsync();
        network.AssertBounded();
        string counts = string.Join(", ", moments.Select(moment => $"{moment.Key} {moment.Value}"));
        output.WriteLine($"killed in {counts}; longest pause {longest}; peaks {network.Memory} MiB");
    }

    /// <summary>Waits until the node's status page tells a step, and takes what comes when the step is too short to be seen.</summary>
    private static async Task<string> ReachStepAsync(Network network, int node, string wanted)
    {
        long deadline = Environment.TickCount64 + (long)StepLimit.TotalMilliseconds;
        string? step = null;
        while (step != wanted && Environment.TickCount64 < deadline)
        {
            step = await network.StepAsync(node) ?? step;
        }

        return step ?? throw new InvalidOperationException($"node {node + 1} does not answer");
    }
}
