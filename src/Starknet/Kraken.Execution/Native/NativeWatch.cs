using System;
using System.Collections.Concurrent;
using System.Threading;
using Kraken.Sierra.ToIL;

namespace Kraken.Execution.Native;

/// <summary>
/// Has every native run that has a budget look at it now and then: the time of a thread is dear to ask for, and nothing else does. A thread
/// of its own, since the pool's may all be busy when it is needed.
/// </summary>
internal static class NativeWatch
{
    // A run may be late by so much and the time to its next function or loop.
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(10);

    private static readonly ConcurrentDictionary<NativeMachine, bool> Running = new();
    private static int isStarted;

    /// <summary>Has the machine's host polled until <see cref="End"/>.</summary>
    internal static void Begin(NativeMachine machine)
    {
        Running.TryAdd(machine, true);
        if (Volatile.Read(ref isStarted) == 0 && Interlocked.Exchange(ref isStarted, 1) == 0)
        {
            new Thread(Watch) { IsBackground = true, Name = "native watch" }.Start();
        }
    }

    /// <summary>Leaves the machine alone.</summary>
    internal static void End(NativeMachine machine) => Running.TryRemove(machine, out _);

    private static void Watch()
    {
        while (true)
        {
            Thread.Sleep(Period);
            foreach (NativeMachine machine in Running.Keys)
            {
                machine.AskToPoll();
            }
        }
    }
}
