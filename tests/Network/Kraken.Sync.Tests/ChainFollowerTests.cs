using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Starknet.Chain;
using Kraken.State.Store;
using Kraken.Storage;
using Kraken.Sync.Sources;
using Xunit;

namespace Kraken.Sync.Tests;

/// <summary>A follower comes to the chain of its sources, through failures of them, of its store and of its process.</summary>
public sealed class ChainFollowerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TheWholeChainIsFollowed(bool executes)
    {
        using TestFollower follower = new(executes, [new TestSource("one")]);
        await follower.FollowAsync();
        follower.AssertWhole();
    }

    [Fact]
    public async Task NobodyIsHeardBeforeASourceSaysHowHighTheChainIs()
    {
        using TestFollower follower = new(executes: true, [new TestSource("one")]);
        Assert.False(follower.Follower.IsHeard);
        await follower.FollowAsync();
        Assert.True(follower.Follower.IsHeard);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task BatchesOfAnySizeGiveTheSameChain(int blocks)
    {
        SyncLimits limits = new() { MaxBatchBlocks = blocks, MaxBlocksInFlight = 2, BlocksPerRequest = 5 };
        using TestFollower follower = new(executes: true, [new TestSource("one")], limits: limits);
        await follower.FollowAsync();
        follower.AssertWhole();
    }

    [Fact]
    public async Task OldStatesAreDroppedWhereOnlyTheNewestAreWanted()
    {
        using TestFollower follower = new(executes: true, [new TestSource("one")], retention: StateRetention.Newest(3));
        await follower.FollowAsync();
        Assert.Equal((ulong)MadeChain.Blocks, follower.Store.LatestNumber);
        Assert.Equal((ulong)MadeChain.Blocks - 3, follower.Store.OldestState);
        Assert.Throws<StateNotHeldException>(() => follower.Store.StateAt(2));
        Assert.Equal(MadeChain.Instance.Store.StateAt(12)!.Roots, follower.Store.StateAt(12)!.Roots);
    }

    [Fact]
    public async Task ItGoesOnAfterItsStoreFailedAtAnyWrite()
    {
        for (int writes = 1; writes < 2 * MadeChain.Blocks; writes++)
        {
            using FailingStore medium = new() { WritesLeft = writes };
            SyncLimits limits = new() { MaxBatchBlocks = 2 };
            bool failed = false;
            while (true)
            {
                try
                {
                    // Opened anew each time, as after a crash.
                    using TestFollower follower = new(executes: true, [new TestSource("one")], medium, limits);
                    await follower.FollowAsync();
                    follower.AssertWhole();
                    break;
                }
                catch (StoreException)
                {
                    Assert.False(failed);
                    failed = true;
                    medium.WritesLeft = int.MaxValue;
                }
            }
        }
    }

    [Fact]
    public async Task ItGoesOnAfterItWasStoppedAtAnyBlock()
    {
        MemoryStore medium = new();
        for (ulong at = 1; at <= MadeChain.Blocks; at++)
        {
            using CancellationTokenSource stop = new();
            TestSource source = new("one")
            {
                Giving = number =>
                {
                    if (number == at)
                    {
                        stop.Cancel();
                    }
                },
            };
            using TestFollower follower = new(executes: true, [source], medium);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => follower.Follower.RunAsync(stop.Token));
        }

        using TestFollower last = new(executes: true, [new TestSource("one")], medium);
        await last.FollowAsync();
        last.AssertWhole();
    }

    [Fact]
    public async Task AnAnswerThatEndsEarlyIsAskedForAgain()
    {
        using TestFollower follower = new(executes: true, [new TestSource("short") { End = (3, null) }]);
        await follower.FollowAsync();
        follower.AssertWhole();
    }

    [Fact]
    public async Task WhatASourceGaveBeforeItFailedIsKeptAndAnotherOneAsked()
    {
        TestSource broken = new("broken") { End = (3, new BlockSourceException("broken: cut off")) };
        TestSource whole = new("whole");
        using TestFollower follower = new(executes: true, [broken, whole]);
        Assert.True(await follower.StepAsync());
        Assert.Equal(3UL, follower.Store.LatestNumber);
        await follower.FollowAsync();
        follower.AssertWhole();
        Assert.Null(follower.Follower.Failure);
        Assert.Contains("cut off", follower.Follower.Sources[0].Standing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AClaimWithoutBlocksIsAFailureAndNoProgressIsShownForIt()
    {
        TestSource boaster = new("boaster") { Latest = ulong.MaxValue };
        using TestFollower follower = new(executes: true, [boaster]);
        await follower.FollowAsync();
        follower.AssertWhole();
        Assert.Null(follower.Follower.Progress());
        Assert.Contains("gives none", follower.Follower.Sources[0].Standing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProgressIsThatOfTheBlocksThatAreStored()
    {
        TestSource source = new("one");
        using TestFollower follower = new(executes: true, [source], limits: new() { BlocksPerRequest = 4 });
        List<SyncProgress?> seen = [];
        while (await follower.StepAsync())
        {
            seen.Add(follower.Follower.Progress());
        }

        // After 4, 8 and 12 of 14; one that is a block behind is not behind.
        Assert.Equal([4UL, 8UL, 12UL, null], seen.Select(progress => progress?.CurrentNumber));
        Assert.All(seen.OfType<SyncProgress>(), progress => Assert.Equal((4UL, 14UL), (progress.StartingNumber, progress.HighestNumber)));
        Assert.All(seen.OfType<SyncProgress>(), progress =>
            Assert.Equal(MadeChain.Instance.Store.Header(progress.CurrentNumber)!.Hash, progress.CurrentHash));
    }

    [Fact]
    public async Task NoMoreBlocksAreReadThanMayBeOnTheirWay()
    {
        SyncLimits limits = new() { MaxBlocksInFlight = 2, MaxBatchBlocks = 1, MaxBytesInFlight = 3000 };
        TestFollower? follower = null;
        ulong most = 0;
        TestSource source = new("one")
        {
            Giving = number => most = Math.Max(most, number - 1 - follower!.Store.LatestNumber!.Value),
        };
        using (follower = new TestFollower(executes: true, [source], limits: limits))
        {
            await follower.FollowAsync();
            follower.AssertWhole();
        }

        // Three of 1,000 bytes are let in, and one waits at the gate.
        Assert.InRange(most, 1UL, 4UL);
    }

    [Fact]
    public async Task BlocksThatFillTheRoomAreStoredThoughTheirBatchIsNotFull()
    {
        // Three of 1,000 bytes have room; a batch would take sixteen.
        SyncLimits limits = new() { MaxBytesInFlight = 3000, BatchTime = TimeSpan.FromMilliseconds(1) };
        using TestFollower follower = new(executes: false, [new TestSource("one")], limits: limits);
        await follower.FollowAsync();
        follower.AssertWhole();
    }

    [Fact]
    public async Task AFailedSourceIsLeftAloneForTwiceAsLongEachTime()
    {
        TestSource source = new("away") { End = (0, new BlockSourceException("away")) };
        SyncLimits limits = new() { FirstRetry = TimeSpan.FromSeconds(1), LongestRetry = TimeSpan.FromSeconds(5) };
        using TestFollower follower = new(executes: true, [source], limits: limits);
        foreach (int seconds in (int[])[1, 2, 4, 5, 5])
        {
            Assert.False(await follower.StepAsync());
            int asked = source.Asked;
            follower.Clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            Assert.False(await follower.StepAsync());
            Assert.Equal(asked, source.Asked);
            follower.Clock.Advance(TimeSpan.FromTicks(1));
        }
    }

    [Fact]
    public void AsManySourcesAsMayBeAreTaken()
    {
        SyncLimits limits = new() { MaxSources = 2 };
        using TestFollower two = new(executes: true, [new TestSource("1"), new TestSource("2")], limits: limits);
        Assert.Throws<ArgumentException>(
            () => new TestFollower(executes: true, [new TestSource("1"), new TestSource("2"), new TestSource("3")], limits: limits));
        Assert.Throws<ArgumentException>(() => new TestFollower(executes: true, [], limits: limits));
    }
}
