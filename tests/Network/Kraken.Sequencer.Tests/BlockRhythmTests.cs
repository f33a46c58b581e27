using System;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.Sequencer.Tests;

public sealed class BlockRhythmTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(30);

    [Fact]
    public async Task WaitingTransactionsDoNotShortenTheInterval()
    {
        using CancellationTokenSource stop = new();
        BlockRhythm rhythm = new(Long, Long, TimeProvider.System);
        rhythm.Begin(1);
        bool asked = false;
        Task due = rhythm.WaitUntilDueAsync(Asked, stop.Token);
        Assert.False(asked);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => due);
        Assert.False(asked);

        BlockRhythm free = new(TimeSpan.Zero, Long, TimeProvider.System);
        free.Begin(1);
        await free.WaitUntilDueAsync(Asked, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(asked);

        Task Asked(int count, CancellationToken cancellation)
        {
            asked = true;
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task AFullBlockIsFollowedAtOnceWhereAsManyWait()
    {
        using CancellationTokenSource stop = new();
        BlockRhythm rhythm = new(Long, Long, TimeProvider.System);
        TaskCompletionSource many = new();
        rhythm.Begin(1);
        rhythm.Committed(full: 7);
        Task allowed = rhythm.WaitUntilAllowedAsync((count, cancellation) => Reach(7, count, cancellation), CancellationToken.None);
        Task due = rhythm.WaitUntilDueAsync(
            (count, cancellation) => count == 1 ? Task.CompletedTask : Reach(7, count, cancellation), CancellationToken.None);
        Assert.False(allowed.IsCompleted);
        Assert.False(due.IsCompleted);
        many.SetResult();
        await allowed.WaitAsync(TimeSpan.FromSeconds(30));
        await due.WaitAsync(TimeSpan.FromSeconds(30));

        // The next block had room: whatever waits, it waits for others.
        rhythm.Committed(full: null);
        Task after = rhythm.WaitUntilAllowedAsync((_, _) => Task.CompletedTask, stop.Token);
        Assert.False(after.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => after);

        Task Reach(int expected, int count, CancellationToken cancellation)
        {
            Assert.Equal(expected, count);
            return many.Task.WaitAsync(cancellation);
        }
    }

    [Fact]
    public async Task AnEmptyBlockIsDueThoughNothingWaits()
    {
        BlockRhythm rhythm = new(TimeSpan.Zero, TimeSpan.Zero, TimeProvider.System);
        await rhythm.WaitUntilDueAsync((_, cancellation) => Task.Delay(Long, cancellation), CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(30));
    }
}
