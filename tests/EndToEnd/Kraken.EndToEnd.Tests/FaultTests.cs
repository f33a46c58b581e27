using System;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>Node processes killed with SIGKILL under load: nothing committed is lost, the chain never forks.</summary>
public sealed class FaultTests
{
    // About what a node tells in the time of a height.
    private const int MostAnswers = 200;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task TheChainOutlivesOneNodeHaltsWithoutTwoAndResumes()
    {
        await using Network network = await Network.StartAsync();
        Task<(int ExitCode, string Output, string Errors)> load = Command.RunAsync(
            TimeSpan.FromMinutes(3), Repository.Kraken, "load", "--nodes", network.Url(0), "--rate", "10", "--duration", "20");

        // One of four: the others go on, and it catches up when it is back.
        await network.KillAsync(3);
        ulong killedAt = await network.HeightAsync(0) ?? 0;
        await network.ReachAsync(0, killedAt + 5, Limit);
        network.Start(3);
        await network.ReachAsync(3, killedAt + 5, Limit);

        // Two of four: no quorum, no block, no fork; with three it goes on.
        await network.KillAsync(2);
        await network.KillAsync(3);
        ulong halted = await network.HaltAsync([0, 1], Limit);
        network.Start(2);
        network.Start(3);
        for (int node = 0; node < Network.Size; node++)
        {
            await network.ReachAsync(node, halted + 3, Limit);
        }

        (int code, string output, string errors) = await load;
        Assert.True(code == 0, output + errors);
        await network.AssertAgreementAsync();
    }

    [Fact]
    public async Task WhatWasCommittedSurvivesKillsAtAnyMoment()
    {
        await using Network network = await Network.StartAsync();
        Task<(int ExitCode, string Output, string Errors)> load = Command.RunAsync(
            TimeSpan.FromMinutes(3), Repository.Kraken, "load", "--nodes", network.Url(0), "--rate", "10", "--duration", "15");
        Random random = new(1);
        for (int kill = 0; kill < 6; kill++)
        {
            int node = 1 + (kill % 3);
            await network.ReachAsync(node, (await network.HeightAsync(node) ?? 0) + 1, Limit);
            for (int answers = random.Next(MostAnswers); answers > 0; answers--)
            {
                // How far the node is in its next height is what so many answers make of it.
                _ = await network.StepAsync(node);
            }

            ulong height = await network.HeightAsync(node) ?? 0;
            (string Hash, string Root) block = await network.BlockAsync(node, height);
            await network.KillAsync(node);
            network.Start(node);
            await network.ReachAsync(node, height, Limit);
            Assert.Equal(block, await network.BlockAsync(node, height));
        }

        (int code, string output, string errors) = await load;
        Assert.True(code == 0, output + errors);
        await network.AssertAgreementAsync();
    }
}
