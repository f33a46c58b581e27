using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Mempool;

/// <summary>
/// Those who wait until there are so many of something. Safe for several threads, as far as its owner tells counts in order.
/// </summary>
internal sealed class CountWaiters
{
    private readonly LinkedList<(int Count, TaskCompletionSource Reached)> waiters = new();

    /// <summary>Completes as soon as there are so many.</summary>
    /// <param name="now">How many there are now.</param>
    /// <param name="cancellation">Gives up.</param>
    internal Task WaitAsync(int count, int now, CancellationToken cancellation)
    {
        if (now >= count)
        {
            return Task.CompletedTask;
        }

        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (waiters)
        {
            return WaitAsync(waiters.AddLast((count, reached)), reached.Task, cancellation);
        }
    }

    /// <summary>There are so many now.</summary>
    internal void Tell(int now)
    {
        lock (waiters)
        {
            foreach ((int count, TaskCompletionSource reached) in waiters)
            {
                if (now >= count)
                {
                    reached.TrySetResult();
                }
            }
        }
    }

    private async Task WaitAsync(
        LinkedListNode<(int Count, TaskCompletionSource Reached)> waiter, Task reached, CancellationToken cancellation)
    {
        try
        {
            await reached.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            lock (waiters)
            {
                waiters.Remove(waiter);
            }
        }
    }
}
