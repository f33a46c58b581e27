using System;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Sequencer;

/// <summary>When the next block may begin and when it should. Safe for several threads.</summary>
/// <param name="interval">The shortest time between the beginnings of two blocks.</param>
/// <param name="emptyInterval">The time after a commit at which a block is due though no transaction waits.</param>
internal sealed class BlockRhythm(TimeSpan interval, TimeSpan emptyInterval, TimeProvider clock)
{
    private readonly Lock gate = new();
    private long lastCommit = clock.GetTimestamp();
    private long began = clock.GetTimestamp();
    private ulong height;
    private int fill;

    /// <summary>A height begins; repeated calls change nothing.</summary>
    internal void Begin(ulong beginning)
    {
        lock (gate)
        {
            if (height != beginning)
            {
                height = beginning;
                began = clock.GetTimestamp();
            }
        }
    }

    /// <summary>Notes that the chain has grown.</summary>
    /// <param name="full">How many transactions the block holds where no further one had room; else null.</param>
    internal void Committed(int? full)
    {
        lock (gate)
        {
            lastCommit = clock.GetTimestamp();
            fill = full ?? 0;
        }
    }

    /// <summary>
    /// Completes when the interval since the last beginning has passed: a block that took longer than it is followed at once. So is a full
    /// one behind which as many transactions wait: time would gather no more for the next block.
    /// </summary>
    /// <param name="waitForTransactions">Completes when so many transactions wait that can be executed.</param>
    /// <param name="cancellation">Stops waiting.</param>
    internal Task WaitUntilAllowedAsync(Func<int, CancellationToken, Task> waitForTransactions, CancellationToken cancellation)
    {
        (TimeSpan left, int enough) = Allowance();
        return left <= TimeSpan.Zero ? Task.CompletedTask
            : enough == 0 ? Task.Delay(left, clock, cancellation)
            : FirstAsync(left, stop => waitForTransactions(enough, stop), cancellation);
    }

    /// <summary>Completes when a block is allowed and a transaction waits, or an empty block is due.</summary>
    /// <inheritdoc cref="WaitUntilAllowedAsync" path="/param"/>
    internal async Task WaitUntilDueAsync(Func<int, CancellationToken, Task> waitForTransactions, CancellationToken cancellation)
    {
        // Else each transaction would have a block of its own.
        await WaitUntilAllowedAsync(waitForTransactions, cancellation).ConfigureAwait(false);
        TimeSpan left = emptyInterval - SinceCommit();
        if (left > TimeSpan.Zero)
        {
            await FirstAsync(left, stop => waitForTransactions(1, stop), cancellation).ConfigureAwait(false);
        }
    }

    private async Task FirstAsync(TimeSpan time, Func<CancellationToken, Task> other, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task first = await Task.WhenAny(other(stop.Token), Task.Delay(time, clock, stop.Token)).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await first.ConfigureAwait(false);
    }

    // How long the interval lasts yet, and how many transactions are enough to end it; 0 for none.
    private (TimeSpan Left, int Enough) Allowance()
    {
        lock (gate)
        {
            return (interval - clock.GetElapsedTime(began), fill);
        }
    }

    private TimeSpan SinceCommit()
    {
        lock (gate)
        {
            return clock.GetElapsedTime(lastCommit);
        }
    }
}
