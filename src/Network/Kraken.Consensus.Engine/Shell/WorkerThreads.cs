using System;
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
    // A monitor: who waits for it sleeps at once, where a blocking collection spins first, and takes that time from all else on few cores.
    private readonly object gate = new();
    private readonly Queue<Action> work = [];
    private readonly List<Thread> threads;
    private bool isEnding;

    public WorkerThreads(string name, int count)
    {
        threads = [.. Enumerable.Range(0, count)
            .Select(_ => new Thread(Run) { Name = name, IsBackground = true, Priority = ThreadPriority.AboveNormal })];
        threads.ForEach(thread => thread.Start());
    }

    /// <summary>How much of what was posted no thread has begun.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return work.Count;
            }
        }
    }

    /// <summary>Posts work, which must not throw. After <see cref="Dispose"/> it is ignored.</summary>
    public void Post(Action action)
    {
        lock (gate)
        {
            // When the engine ends nobody waits for the answer.
            if (!isEnding)
            {
                work.Enqueue(action);
                Monitor.Pulse(gate);
            }
        }
    }

    /// <summary>Lets running work end, drops what waits.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isEnding = true;
            work.Clear();
            Monitor.PulseAll(gate);
        }

        threads.ForEach(thread => thread.Join());
    }

    private void Run()
    {
        while (Take() is { } action)
        {
            action();
        }
    }

    /// <summary>Waits for the next work; null when there will be none.</summary>
    private Action? Take()
    {
        lock (gate)
        {
            while (!isEnding)
            {
                if (work.TryDequeue(out Action? next))
                {
                    return next;
                }

                Monitor.Wait(gate);
            }

            return null;
        }
    }
}
