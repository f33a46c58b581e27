using System.Collections.Concurrent;
using System.Threading;
using Kraken.Sierra.ToIL;

namespace Kraken.Execution.Native;

/// <summary>Lends machines, whose address space is costly to reserve for each call. Safe for several threads.</summary>
internal static class NativeMachines
{
    // A machine keeps the memory that it has touched: those that touched more are not kept.
    private const int MaxIdle = 16;
    private const long MaxIdleBytes = 2 << 20;

    private static readonly ConcurrentStack<NativeMachine> Idle = new();
    private static int idle;

    internal static NativeMachine Rent()
    {
        if (Idle.TryPop(out NativeMachine? machine))
        {
            Interlocked.Decrement(ref idle);
            return machine;
        }

        return new NativeMachine();
    }

    internal static void Return(NativeMachine machine)
    {
        if (machine.UsedBytes <= MaxIdleBytes && Interlocked.Increment(ref idle) <= MaxIdle)
        {
            Idle.Push(machine);
            return;
        }

        if (machine.UsedBytes <= MaxIdleBytes)
        {
            Interlocked.Decrement(ref idle);
        }

        machine.Dispose();
    }
}
