using System;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>Four engines: progress, restarts from the log, catch-up by certificates, halt without a quorum.</summary>
public sealed class ConsensusEngineTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task FourValidatorsCommitTheSameBlocks()
    {
        await using Cluster cluster = new(4);
        StartAll(cluster);
        Assert.True(await cluster.ReachesAsync(10, Limit, 0, 1, 2, 3));
        AssertAgreement(cluster);
    }

    [Fact]
    public async Task AStoppedValidatorRestartsFromItsLogAndCatchesUp()
    {
        await using Cluster cluster = new(4);
        StartAll(cluster);
        Assert.True(await cluster.ReachesAsync(3, Limit, 0, 1, 2, 3));
        await cluster.StopAsync(1);
        ulong stopped = cluster.Chains[1].CommittedHeight;
        Assert.True(await cluster.ReachesAsync(stopped + 6, Limit, 0, 2, 3));
        cluster.Start(1);
        Assert.True(await cluster.ReachesAsync(stopped + 8, Limit, 0, 1, 2, 3));
        AssertAgreement(cluster);
    }

    [Fact]
    public async Task WithoutAQuorumTheChainHaltsAndResumesWithOne()
    {
        await using Cluster cluster = new(4);
        StartAll(cluster);
        Assert.True(await cluster.ReachesAsync(2, Limit, 0, 1, 2, 3));
        await cluster.StopAsync(2);
        await cluster.StopAsync(3);
        ulong halted = cluster.Chains.Max(chain => chain.CommittedHeight) + 1;
        Assert.False(await cluster.ReachesAsync(halted + 1, TimeSpan.FromSeconds(1.5), 0, 1));
        cluster.Start(3);
        Assert.True(await cluster.ReachesAsync(halted + 3, Limit, 0, 1, 3));
        AssertAgreement(cluster);
    }

    [Fact]
    public async Task RestartingEveryValidatorInTurnNeverForks()
    {
        await using Cluster cluster = new(4);
        StartAll(cluster);
        for (int turn = 0; turn < 8; turn++)
        {
            ulong height = cluster.Chains.Max(chain => chain.CommittedHeight);
            Assert.True(await cluster.ReachesAsync(height + 1, Limit, 0, 1, 2, 3));
            await cluster.StopAsync(turn % 4);
            cluster.Start(turn % 4);
        }

        Assert.True(await cluster.ReachesAsync(12, Limit, 0, 1, 2, 3));
        AssertAgreement(cluster);
    }

    private static void StartAll(Cluster cluster)
    {
        for (int node = 0; node < cluster.Chains.Length; node++)
        {
            cluster.Start(node);
        }
    }

    private static void AssertAgreement(Cluster cluster)
    {
        ulong common = cluster.Chains.Min(chain => chain.CommittedHeight);
        for (ulong height = 1; height <= common; height++)
        {
            Assert.Single(cluster.Chains.Select(chain => chain.CommittedBlock(height)!.Value.Certificate.Value).Distinct());
        }
    }
}
