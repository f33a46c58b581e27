using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using Kraken.Sierra.ToIL;

namespace Kraken.Execution.Native;

/// <summary>
/// Has every native run that has a budget look at it now and then: the time of a thread is dear to ask for, and nothing else does. A thread
/// of its own, since the pool's may all be busy when it is needed; it sleeps while nothing runs for a while.
/// </summary>
internal static class NativeWatch
{
    // What runs shorter than a few of these is never asked; without any run for that many the thread waits to be woken.
    private const int IdlePeriods = 50;

    // A run may be late by so much and the time to its next function or loop.
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    private static readonly ConcurrentDictionary<NativeMachine, bool> Running = new();
    private static readonly AutoResetEvent Wanted = new(false);
    private static int isStarted;
    private static int isAsleep;
    private static int begun;

    /// <summary>Has the machine's host polled until <see cref="End"/>.</summary>
    internal static void Begin(NativeMachine machine)
    {
        Running.TryAdd(machine, true);

        // A lost count is no harm: that anything was begun is all that is asked.
        Volatile.Write(ref begun, 1);
        if (Volatile.Read(ref isStarted) == 0 && Interlocked.Exchange(ref isStarted, 1) == 0)
        {
            new Thread(Watch) { IsBackground = true, Name = "native watch" }.Start();
        }

        // After the machine is among those that run: the thread looks for them once more before it sleeps.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref isAsleep) != 0 && Interlocked.Exchange(ref isAsleep, 0) != 0)
        {
            Wanted.Set();
        }
    }

    /// <summary>Leaves the machine alone.</summary>
    internal static void End(NativeMachine machine) => Running.TryRemove(machine, out _);

    private static void Watch()
    {
        int idle = 0;
        while (true)
        {
            Thread.Sleep(Period);

            // Not by its keys, which are a copy made under all of its locks.
            foreach (KeyValuePair<NativeMachine, bool> running in Running)
            {
                running.Key.AskToPoll();
            }

            idle = Interlocked.Exchange(ref begun, 0) == 0 && Running.IsEmpty ? idle + 1 : 0;
            if (idle >= IdlePeriods)
            {
                idle = 0;
                SleepUntilWanted();
            }
        }
    }

    private static void SleepUntilWanted()
    {
        Interlocked.Exchange(ref isAsleep, 1);
        if (Running.IsEmpty || Interlocked.Exchange(ref isAsleep, 0) == 0)
        {
            Wanted.WaitOne();
        }
    }
}
