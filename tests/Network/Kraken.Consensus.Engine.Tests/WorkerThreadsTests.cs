using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Kraken.Consensus.Engine.Shell;
using Xunit;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>The threads that run what the engine posts.</summary>
public sealed class WorkerThreadsTests
{
    [Fact]
    public void OneThreadKeepsTheOrder()
    {
        List<int> done = [];
        using ManualResetEventSlim all = new();
        using WorkerThreads one = new("test", 1);
        for (int i = 0; i < 1_000; i++)
        {
            int own = i;
            one.Post(() => done.Add(own));
        }

        one.Post(all.Set);
        all.Wait(TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, 1_000), done);
    }

    [Fact]
    public void SeveralThreadsWorkSideBySide()
    {
        using Barrier meeting = new(4);
        using WorkerThreads several = new("test", 3);
        for (int i = 0; i < 3; i++)
        {
            several.Post(() => meeting.SignalAndWait());
        }

        // Passed only when all three have come, each on a thread of its own.
        meeting.SignalAndWait(TestContext.Current.CancellationToken);
        Assert.Equal(1, meeting.CurrentPhaseNumber);
    }

    [Fact]
    public void WhatWaitsAtTheEndIsDroppedAndWhatRunsEnds()
    {
        using ManualResetEventSlim began = new();
        using ManualResetEventSlim goOn = new();
        List<string> done = [];
        WorkerThreads one = new("test", 1);
        one.Post(() =>
        {
            began.Set();
            goOn.Wait();
            done.Add("ran");
        });
        began.Wait(TestContext.Current.CancellationToken);
        one.Post(() => done.Add("waited"));
        Thread ending = new(one.Dispose) { IsBackground = true };
        ending.Start();

        // The end drops what waits, and waits for what runs.
        Assert.True(SpinWait.SpinUntil(() => one.Waiting == 0, 20_000));
        one.Post(() => done.Add("late"));
        Assert.Equal(0, one.Waiting);
        Assert.False(ending.Join(0));
        goOn.Set();
        ending.Join();
        Assert.Equal(["ran"], done);
    }
}
