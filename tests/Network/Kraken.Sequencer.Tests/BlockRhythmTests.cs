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

        Task Asked(CancellationToken cancellation)
        {
            asked = true;
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task AnEmptyBlockIsDueThoughNothingWaits()
    {
        BlockRhythm rhythm = new(TimeSpan.Zero, TimeSpan.Zero, TimeProvider.System);
        await rhythm.WaitUntilDueAsync(cancellation => Task.Delay(Long, cancellation), CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(30));
    }
}
