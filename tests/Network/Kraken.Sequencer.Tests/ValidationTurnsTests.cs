using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using Kraken.Sequencer.Submission;
using Xunit;

namespace Kraken.Sequencer.Tests;

/// <summary>Turns of validations: never more than there are places, none lost, the longest wait first, on whichever thread.</summary>
public sealed class ValidationTurnsTests
{
    private readonly SettableClock clock = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void NeverMoreThanThePlacesAndNoneIsLost(int millisecondsBetweenLooks)
    {
        // From all for others to none: places are kept, or handed over each time.
        clock.Step = TimeSpan.FromMilliseconds(millisecondsBetweenLooks);
        ValidationTurns turns = new(2, clock);
        int inside = 0;
        int most = 0;
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(own => Background(() =>
        {
            for (int i = 0; i < 2_000; i++)
            {
                int asked = (own * 2_000) + i;
                Assert.Equal(asked, turns.Run(() => Validate(asked), CancellationToken.None));
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromSeconds(60))));
        Assert.InRange(most, 1, 2);

        // Both places are there at the end: one validation within another does not wait.
        Assert.Equal(2, turns.Run(() => 1 + turns.Run(() => 1, CancellationToken.None), CancellationToken.None));

        int Validate(int asked)
        {
            int now = Interlocked.Increment(ref inside);
            if (now > Volatile.Read(ref most))
            {
                Volatile.Write(ref most, now);
            }

            Interlocked.Decrement(ref inside);
            return asked;
        }
    }

    [Fact]
    public void AThreadWorksForThoseThatWaitAndForTheLongestWaitFirst()
    {
        ValidationTurns turns = new(1, clock);
        ConcurrentQueue<(int Turn, Thread By)> ended = new();
        Thread[] threads = Waiting(turns, 3, ended);
        Assert.Equal(
            [(0, Thread.CurrentThread), (1, Thread.CurrentThread), (2, Thread.CurrentThread), (3, Thread.CurrentThread)], ended);
        Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromSeconds(60))));
    }

    [Fact]
    public void AThreadThatHasWorkedForOthersForAMomentHandsItsPlaceOver()
    {
        // It looks when it begins and before each: two looks are within the moment, the third is not.
        clock.Step = TimeSpan.FromMilliseconds(0.8);
        ValidationTurns turns = new(1, clock);
        ConcurrentQueue<(int Turn, Thread By)> ended = new();
        Thread[] threads = Waiting(turns, 4, ended);
        Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromSeconds(60))));
        Assert.Equal(
            [(0, Thread.CurrentThread), (1, Thread.CurrentThread), (2, Thread.CurrentThread), (3, threads[2]), (4, threads[2])], ended);
    }

    [Fact]
    public void WhoGivesUpHoldsNoPlaceAndIsNotRun()
    {
        ValidationTurns turns = new(1, clock);
        using CancellationTokenSource giveUp = new();
        Thread waiting = Background(
            () => Assert.Throws<OperationCanceledException>(
                () => turns.Run<int>(() => throw new InvalidOperationException("run"), giveUp.Token)));
        turns.Run(
            () =>
            {
                waiting.Start();
                Assert.True(SpinWait.SpinUntil(() => turns.Waiting == 1, 20_000));
                giveUp.Cancel();
                Assert.True(waiting.Join(TimeSpan.FromSeconds(60)));
                Assert.Equal(0, turns.Waiting);
                return true;
            },
            CancellationToken.None);
        Assert.Equal(1, turns.Run(() => 1, CancellationToken.None));
    }

    [Fact]
    public void WhatAValidationThrowsGoesToItsOwnThread()
    {
        ValidationTurns turns = new(1, clock);
        Exception? thrown = null;
        Thread waiting = Background(() => thrown = Record.Exception(
            () => turns.Run<int>(() => throw new InvalidOperationException("its own"), CancellationToken.None)));
        Assert.Equal(
            1,
            turns.Run(
                () =>
                {
                    waiting.Start();
                    Assert.True(SpinWait.SpinUntil(() => turns.Waiting == 1, 20_000));
                    return 1;
                },
                CancellationToken.None));
        Assert.True(waiting.Join(TimeSpan.FromSeconds(60)));
        Assert.Equal("its own", Assert.IsType<InvalidOperationException>(thrown).Message);

        // The place of one that throws on its own thread is free too.
        Assert.Throws<InvalidOperationException>(() => turns.Run<int>(() => throw new InvalidOperationException(), CancellationToken.None));
        Assert.Equal(1, turns.Run(() => 1, CancellationToken.None));
    }

    // Turn 0 is this thread's, which lets the others come one after another meanwhile.
    private static Thread[] Waiting(ValidationTurns turns, int others, ConcurrentQueue<(int Turn, Thread By)> ended)
    {
        Thread[] threads =
            [.. Enumerable.Range(1, others).Select(own => Background(() => turns.Run(() => End(own), CancellationToken.None)))];
        turns.Run(
            () =>
            {
                for (int i = 0; i < threads.Length; i++)
                {
                    threads[i].Start();
                    Assert.True(SpinWait.SpinUntil(() => turns.Waiting == i + 1, 20_000));
                }

                return End(0);
            },
            CancellationToken.None);
        return threads;

        bool End(int turn)
        {
            ended.Enqueue((turn, Thread.CurrentThread));
            return true;
        }
    }

    private static Thread Background(Action work) => new(work.Invoke) { IsBackground = true };
}
