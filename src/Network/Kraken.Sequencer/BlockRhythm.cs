using System;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Sequencer;

/// <summary>When the next block may begin and when it should. Safe for several threads.</summary>
/// <param name="interval">The shortest time between the beginnings of two blocks.</param>
/// <param name="emptyInterval">The time after a commit at which a block is due though no transaction waits.</param>
/// <param name="clock">The clock.</param>
internal sealed class BlockRhythm(TimeSpan interval, TimeSpan emptyInterval, TimeProvider clock)
{
    private readonly Lock gate = new();
    private long lastCommit = clock.GetTimestamp();
    private long began = clock.GetTimestamp();
    private ulong height;

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

    /// <summary>Notes when the chain last grew.</summary>
    internal void Committed()
    {
        lock (gate)
        {
            lastCommit = clock.GetTimestamp();
        }
    }

    /// <summary>
    /// Completes when the interval since the last beginning has passed: a block that took longer than it is followed at once.
    /// </summary>
    internal Task WaitUntilAllowedAsync(CancellationToken cancellation)
    {
        TimeSpan left = interval - Since(ref began);
        return left > TimeSpan.Zero ? Task.Delay(left, clock, cancellation) : Task.CompletedTask;
    }

    /// <summary>Completes when the interval has passed and a transaction waits, or an empty block is due.</summary>
    /// <param name="waitForTransaction">Completes when a transaction waits that can be executed.</param>
    /// <param name="cancellation">Stops waiting.</param>
    internal async Task WaitUntilDueAsync(Func<CancellationToken, Task> waitForTransaction, CancellationToken cancellation)
    {
        // However many transactions wait: else every one of them would have a block of its own.
        await WaitUntilAllowedAsync(cancellation).ConfigureAwait(false);
        TimeSpan left = emptyInterval - Since(ref lastCommit);
        if (left <= TimeSpan.Zero)
        {
            return;
        }

        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task first = await Task.WhenAny(waitForTransaction(stop.Token), Task.Delay(left, clock, stop.Token)).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await first.ConfigureAwait(false);
    }

    private TimeSpan Since(ref long moment)
    {
        lock (gate)
        {
            return clock.GetElapsedTime(moment);
        }
    }
}
