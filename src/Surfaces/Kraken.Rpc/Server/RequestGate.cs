using System;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Rpc.Server;

/// <summary>Counts the requests that run, and lets none in any more once the server ends.</summary>
internal sealed class RequestGate
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int running;
    private bool isClosed;

    /// <summary>Whether the server ends.</summary>
    public bool IsClosed
    {
        get
        {
            lock (gate)
            {
                return isClosed;
            }
        }
    }

    /// <summary>How many requests run.</summary>
    public int Running
    {
        get
        {
            lock (gate)
            {
                return running;
            }
        }
    }

    /// <summary>A request begins; false when it may not. Each that began ends by <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        lock (gate)
        {
            running += isClosed ? 0 : 1;
            return !isClosed;
        }
    }

    /// <summary>A request ended.</summary>
    public void Leave()
    {
        lock (gate)
        {
            running--;
            if (isClosed && running == 0)
            {
                idle.TrySetResult();
            }
        }
    }

    /// <summary>Lets no request in any more and waits until those that run have ended.</summary>
    /// <param name="within">How long it waits for them.</param>
    /// <returns>How many still run.</returns>
    public async Task<int> CloseAsync(TimeSpan within)
    {
        lock (gate)
        {
            isClosed = true;
            if (running == 0)
            {
                idle.TrySetResult();
            }
        }

        await Task.WhenAny(idle.Task, Task.Delay(within)).ConfigureAwait(false);
        return Running;
    }
}
