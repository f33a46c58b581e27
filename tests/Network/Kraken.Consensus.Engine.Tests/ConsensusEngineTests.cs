using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>
/// Four engines: progress, restarts from the log, catch-up by certificates, halt without a quorum, applications that fail.
/// </summary>
public sealed class ConsensusEngineTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task FourValidatorsCommitTheSameBlocks()
    {
        await using Cluster cluster = new(4);
        cluster.StartAll();
        Assert.True(await cluster.ReachesAsync(10, Limit, 0, 1, 2, 3));
        cluster.AssertAgreement();
    }

    [Fact]
    public async Task AStoppedValidatorRestartsFromItsLogAndCatchesUp()
    {
        await using Cluster cluster = new(4);
        cluster.StartAll();
        Assert.True(await cluster.ReachesAsync(3, Limit, 0, 1, 2, 3));
        await cluster.StopAsync(1);
        ulong stopped = cluster.Chains[1].CommittedHeight;
        Assert.True(await cluster.ReachesAsync(stopped + 6, Limit, 0, 2, 3));
        cluster.Start(1);
        Assert.True(await cluster.ReachesAsync(stopped + 8, Limit, 0, 1, 2, 3));
        cluster.AssertAgreement();
    }

    [Fact]
    public async Task WithoutAQuorumTheChainHaltsAndResumesWithOne()
    {
        await using Cluster cluster = new(4);
        cluster.StartAll();
        Assert.True(await cluster.ReachesAsync(2, Limit, 0, 1, 2, 3));
        await cluster.StopAsync(2);
        await cluster.StopAsync(3);
        ulong halted = cluster.Chains.Max(chain => chain.CommittedHeight) + 1;
        Assert.False(await cluster.ReachesAsync(halted + 1, TimeSpan.FromSeconds(1.5), 0, 1));
        cluster.Start(3);
        Assert.True(await cluster.ReachesAsync(halted + 3, Limit, 0, 1, 3));
        cluster.AssertAgreement();
    }

    [Fact]
    public async Task RestartingEveryValidatorInTurnNeverForks()
    {
        await using Cluster cluster = new(4);
        cluster.StartAll();
        for (int turn = 0; turn < 8; turn++)
        {
            ulong height = cluster.Chains.Max(chain => chain.CommittedHeight);
            Assert.True(await cluster.ReachesAsync(height + 1, Limit, 0, 1, 2, 3));
            await cluster.StopAsync(turn % 4);
            cluster.Start(turn % 4);
        }

        Assert.True(await cluster.ReachesAsync(12, Limit, 0, 1, 2, 3));
        cluster.AssertAgreement();
    }

    [Fact]
    public async Task AnApplicationThatCannotBuildEndsItsRoundOnly()
    {
        await using Cluster cluster = new(4);
        int failures = 0;
        cluster.Chains[0].Building = request =>
        {
            if (!request.Minimal)
            {
                Interlocked.Increment(ref failures);
                throw new InvalidOperationException("a defect of the application");
            }
        };
        cluster.StartAll();
        Assert.True(await cluster.ReachesAsync(8, Limit, 0, 1, 2, 3));
        Assert.True(failures > 0);
        cluster.AssertAgreement();
    }

    [Fact]
    public async Task AnApplicationThatCannotCheckFollowsTheOthers()
    {
        await using Cluster cluster = new(4);
        cluster.Chains[2].Checking = request =>
        {
            if (!request.IsDecided)
            {
                throw new InvalidOperationException("a defect of the application");
            }
        };
        cluster.StartAll();
        Assert.True(await cluster.ReachesAsync(6, Limit, 0, 1, 2, 3));
        cluster.AssertAgreement();
    }

    [Fact]
    public async Task ACommitThatFailsIsTriedAgain()
    {
        await using Cluster cluster = new(4);
        int failures = 0;
        cluster.Chains[3].Committing = decision =>
        {
            if (decision.Height == 2 && Interlocked.Increment(ref failures) <= 2)
            {
                throw new IOException("no space left on device");
            }
        };
        cluster.StartAll();
        Assert.True(await cluster.ReachesAsync(4, Limit, 0, 1, 2, 3));
        Assert.True(failures > 2);
        cluster.AssertAgreement();
    }

    [Fact]
    public async Task AValidatorThatDivergesHaltsAndTheOthersGoOn()
    {
        await using Cluster cluster = new(4);
        cluster.Chains[1].Committing = decision =>
        {
            if (decision.Height == 3)
            {
                throw new BlockDivergedException("another state root");
            }
        };
        cluster.StartAll();
        Assert.True(await cluster.ReachesAsync(6, Limit, 0, 2, 3));
        Assert.Equal(2UL, cluster.Chains[1].CommittedHeight);
        Assert.NotNull(cluster.StatusOf(1).Halted);
    }

    [Fact]
    public async Task AValidatorWhoseLogIsDamagedSaysNothingAtThatHeight()
    {
        await using Cluster cluster = new(4);
        cluster.StartAll();
        Assert.True(await cluster.ReachesAsync(2, Limit, 0, 1, 2, 3));

        // Without a quorum the height stays open, so the log holds what was signed at it. What the two said last may still decide the
        // height before, and behind a log of one record a damaged one is a torn tail.
        await cluster.StopAsync(2);
        await cluster.StopAsync(3);
        string log = await StopAtVoteAsync(cluster);
        while (CountRecords(log) < 2)
        {
            cluster.Start(0);
            log = await StopAtVoteAsync(cluster);
        }

        byte[] bytes = await File.ReadAllBytesAsync(log, TestContext.Current.CancellationToken);
        bytes[20] ^= 1;
        await File.WriteAllBytesAsync(log, bytes, TestContext.Current.CancellationToken);
        cluster.Start(0);
        await PollAsync(() => cluster.StatusOf(0).Abstains is not null);
        Assert.Single(Directory.GetFiles(cluster.HomeOf(0), "*.damaged"));
        ulong height = cluster.Chains.Max(chain => chain.CommittedHeight);
        cluster.Start(2);
        cluster.Start(3);
        Assert.True(await cluster.ReachesAsync(height + 3, Limit, 0, 1, 2, 3));
        Assert.Null(cluster.StatusOf(0).Abstains);
        cluster.AssertAgreement();
    }

    [Fact]
    public async Task AValidatorWhoseGuardIsLostDoesNotStart()
    {
        await using Cluster cluster = new(4);
        cluster.StartAll();
        Assert.True(await cluster.ReachesAsync(2, Limit, 0, 1, 2, 3));
        await cluster.StopAsync(0);
        File.Delete(Path.Combine(cluster.HomeOf(0), Keys.SignerGuard.FileName));
        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => cluster.Start(0));
        Assert.Contains("equivocate", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AValidatorWhoseDiskFailsToSyncTakesNoPartUntilItIsStartedAgain()
    {
        await using Cluster cluster = new(4);
        FailingDisk? disk = null;
        for (int node = 0; node < 4; node++)
        {
            cluster.Start(node, storage => disk = new FailingDisk(storage));
        }

        Assert.True(await cluster.ReachesAsync(2, Limit, 0, 1, 2, 3));
        disk!.Fails = name => name.EndsWith(".wal", StringComparison.Ordinal);
        await PollAsync(() => cluster.StatusOf(3).Halted is not null);
        Assert.Contains("start this node again", cluster.StatusOf(3).Halted, StringComparison.Ordinal);

        // Well again, but what it lost is lost: it signs nothing.
        disk.Fails = _ => false;
        string guard = Path.Combine(cluster.HomeOf(3), Keys.SignerGuard.FileName);
        string signed = await File.ReadAllTextAsync(guard, TestContext.Current.CancellationToken);
        ulong halted = cluster.Chains[3].CommittedHeight;
        Assert.True(await cluster.ReachesAsync(halted + 4, Limit, 0, 1, 2));
        Assert.Equal(signed, await File.ReadAllTextAsync(guard, TestContext.Current.CancellationToken));
        await cluster.StopAsync(3);
        cluster.Start(3);
        Assert.True(await cluster.ReachesAsync(halted + 6, Limit, 0, 1, 2, 3));
        Assert.Null(cluster.StatusOf(3).Halted);
        cluster.AssertAgreement();
    }

    /// <summary>Stops the first node once it has voted in some round; returns its log.</summary>
    private static async Task<string> StopAtVoteAsync(Cluster cluster)
    {
        await PollAsync(() => cluster.StatusOf(0).Step is "Prevote" or "Precommit");
        await cluster.StopAsync(0);
        return Directory.GetFiles(cluster.HomeOf(0), "*.wal").Single();
    }

    private static int CountRecords(string log) => File.ReadAllBytes(log).AsSpan().Count("LAWK"u8);

    private static async Task PollAsync(Func<bool> condition)
    {
        using CancellationTokenSource limit = new(Limit);
        while (!condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }
}
