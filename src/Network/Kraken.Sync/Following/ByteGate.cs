using System;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Sync.Following;

/// <summary>Lets blocks in as long as their bytes have room together; a block that has no room by itself comes in alone.</summary>
/// <param name="maxBytes">The room.</param>
internal sealed class ByteGate(long maxBytes)
{
    private readonly Lock gate = new();
    private long held;
    private TaskCompletionSource? waiting;

    /// <summary>Waits until there is room, and takes it. One waits at a time.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing is taken.</exception>
    internal async Task TakeAsync(long bytes, CancellationToken cancellation)
    {
        while (true)
        {
            Task room;
            lock (gate)
            {
                if (held == 0 || held + bytes <= maxBytes)
                {
                    held += bytes;
                    return;
                }

                waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                room = waiting.Task;
            }

            await room.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Gives room back.</summary>
    internal void Return(long bytes)
    {
        lock (gate)
        {
            held -= bytes;
            waiting?.TrySetResult();
            waiting = null;
        }
    }
}
