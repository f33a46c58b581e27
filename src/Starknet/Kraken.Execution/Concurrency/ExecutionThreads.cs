using System;
using System.Collections.Generic;
using System.Threading;

namespace Kraken.Execution.Concurrency;

/// <summary>
/// Threads that execute, kept for the next block: each has a stack of its own for deep calls and keeps the machines of native code that it
/// has used, which a thread of the runtime's pool would keep from other work. Those not in use wait and cost no time.
/// </summary>
internal static class ExecutionThreads
{
    private static readonly int MaxIdle = Environment.ProcessorCount;
    private static readonly Lock Gate = new();
    private static readonly Stack<Executor> Waiting = [];

    /// <summary>Runs <paramref name="work"/>, which throws nothing, on a thread of its own.</summary>
    /// <exception cref="OutOfMemoryException">The system has no more threads.</exception>
    internal static void Start(Action work)
    {
        Executor? executor;
        lock (Gate)
        {
            Waiting.TryPop(out executor);
        }

        (executor ?? new Executor()).Run(work);
    }

    private static bool TryKeep(Executor executor)
    {
        lock (Gate)
        {
            if (Waiting.Count >= MaxIdle)
            {
                return false;
            }

            Waiting.Push(executor);
            return true;
        }
    }

    private sealed class Executor
    {
        private readonly object gate = new();
        private Action? next;
        private bool isRunning;

        internal void Run(Action work)
        {
            lock (gate)
            {
                next = work;
                Monitor.Pulse(gate);
            }

            if (!isRunning)
            {
                isRunning = true;
                new Thread(Loop, ExecutionStack.Bytes) { IsBackground = true, Name = "execution" }.Start();
            }
        }

        private void Loop()
        {
            do
            {
                Take()();
            }
            while (TryKeep(this));
        }

        private Action Take()
        {
            lock (gate)
            {
                while (next is null)
                {
                    Monitor.Wait(gate);
                }

                Action work = next;
                next = null;
                return work;
            }
        }
    }
}
