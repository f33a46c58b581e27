using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;

namespace Kraken.P2P.Links;

/// <summary>The tasks that a network started and has to wait for. None fails unseen.</summary>
internal sealed class RunningTasks(ILogger logger)
{
    private readonly ConcurrentDictionary<Task, bool> running = new();

    public void Start(Func<Task> work)
    {
        Task task = Task.Run(() => ObserveAsync(work));
        running.TryAdd(task, true);
        _ = task.ContinueWith(
            ended => running.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Waits until none runs, those that others start meanwhile included.</summary>
    public async Task WaitAsync()
    {
        while (running.Keys.Where(task => !task.IsCompleted).ToArray() is { Length: > 0 } rest)
        {
            await Task.WhenAll(rest).ConfigureAwait(false);
        }
    }

    private async Task ObserveAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Only stopping cancels these tasks.
        }
        catch (Exception error)
        {
            logger.LogError(error, "a task of the peer network failed");
        }
    }
}
