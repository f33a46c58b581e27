using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using Kraken.Sequencer.Submission;
using Xunit;

namespace Kraken.Sequencer.Tests;

/// <summary>Places of validations: never more than there are, none lost, the longest wait first.</summary>
public sealed class ValidationTurnsTests
{
    [Fact]
    public void NeverMoreThanThePlacesAndNoneIsLost()
    {
        ValidationTurns turns = new(2);
        int inside = 0;
        int most = 0;
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(_ => Background(() =>
        {
            for (int i = 0; i < 2_000; i++)
            {
                turns.Enter(CancellationToken.None);
                int now = Interlocked.Increment(ref inside);
                if (now > Volatile.Read(ref most))
                {
                    Volatile.Write(ref most, now);
                }

                Interlocked.Decrement(ref inside);
                turns.Leave();
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromSeconds(60))));
        Assert.InRange(most, 1, 2);

        // Both places are there at the end: two enter without a wait.
        turns.Enter(CancellationToken.None);
        turns.Enter(CancellationToken.None);
    }

    [Fact]
    public void TheOneThatWaitedForLongestIsNextWhoeverComes()
    {
        ValidationTurns turns = new(1);
        ConcurrentQueue<int> entered = new();
        turns.Enter(CancellationToken.None);
        Thread[] threads = [.. Enumerable.Range(0, 3).Select(own => Background(() =>
        {
            turns.Enter(CancellationToken.None);
            entered.Enqueue(own);
            turns.Leave();
        }))];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i].Start();
            Assert.True(SpinWait.SpinUntil(() => turns.Waiting == i + 1, 20_000));
        }

        // It comes back at once, and stands behind those that waited.
        turns.Leave();
        turns.Enter(CancellationToken.None);
        entered.Enqueue(3);
        Assert.Equal([0, 1, 2, 3], entered);
        turns.Leave();
        Array.ForEach(threads, thread => thread.Join());
    }

    [Fact]
    public void WhoGivesUpHoldsNoPlace()
    {
        ValidationTurns turns = new(1);
        using CancellationTokenSource giveUp = new();
        turns.Enter(CancellationToken.None);
        bool gaveUp = false;
        Thread waiting = Background(() => gaveUp = Assert.Throws<OperationCanceledException>(() => turns.Enter(giveUp.Token)) is not null);
        waiting.Start();
        Assert.True(SpinWait.SpinUntil(() => turns.Waiting == 1, 20_000));
        giveUp.Cancel();
        waiting.Join();
        Assert.True(gaveUp);
        Assert.Equal(0, turns.Waiting);
        turns.Leave();
        turns.Enter(CancellationToken.None);
    }

    private static Thread Background(Action work) => new(work.Invoke) { IsBackground = true };
}
