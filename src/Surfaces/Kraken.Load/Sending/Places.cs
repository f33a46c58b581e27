using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Load.Sending;

/// <summary>A number of places that requests wait for in order; nobody has to dispose of it. Safe for several threads.</summary>
/// <param name="count">How many there are.</param>
internal sealed class Places(int count)
{
    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource> waiting = new();
    private int free = count;

    /// <summary>Takes a place, when those that came before have had theirs.</summary>
    public Task EnterAsync()
    {
        lock (gate)
        {
            if (free > 0)
            {
                free--;
                return Task.CompletedTask;
            }

            TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue(turn);
            return turn.Task;
        }
    }

    /// <summary>Gives a place to the one that waits longest.</summary>
    public void Leave()
    {
        TaskCompletionSource? next;
        lock (gate)
        {
            if (!waiting.TryDequeue(out next))
            {
                free++;
            }
        }

        next?.SetResult();
    }
}
