using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace Kraken.Consensus.Engine.Shell;

/// <summary>
/// Threads of consensus' own that run work in the order it was posted (one thread) or side by side (several). They do not belong to the
/// shared pool: whatever else keeps the process busy, consensus does not wait for a free thread.
/// </summary>
internal sealed class WorkerThreads : IDisposable
{
    private readonly BlockingCollection<Action> work = [];
    private readonly List<Thread> threads;

    public WorkerThreads(string name, int count)
    {
        threads = [.. Enumerable.Range(0, count)
            .Select(_ => new Thread(Run) { Name = name, IsBackground = true, Priority = ThreadPriority.AboveNormal })];
        threads.ForEach(thread => thread.Start());
    }

    /// <summary>Posts work, which must not throw. After <see cref="Dispose"/> it is ignored.</summary>
    public void Post(Action action)
    {
        try
        {
            work.Add(action);
        }
        catch (InvalidOperationException)
        {
            // The engine ends; nobody waits for the answer.
        }
    }

    /// <summary>Lets running work end, drops what waits.</summary>
    public void Dispose()
    {
        work.CompleteAdding();
        while (work.TryTake(out _))
        {
            // Dropped: its answer has no reader any more.
        }

        threads.ForEach(thread => thread.Join());
        work.Dispose();
    }

    private void Run()
    {
        foreach (Action action in work.GetConsumingEnumerable())
        {
            action();
        }
    }
}
