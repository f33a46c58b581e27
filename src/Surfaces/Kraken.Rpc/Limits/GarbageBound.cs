using System;
using System.Threading;

namespace Kraken.Rpc.Limits;

/// <summary>
/// Bounds what requests leave behind. The collector by itself waits until garbage is some multiple of what lives, and hostile requests live
/// large and briefly: memory would grow by several times what their budgets allow. Safe for several threads.
/// </summary>
internal static class GarbageBound
{
    /// <summary>The bytes that requests allocate between two collections.</summary>
    internal const long MaxBytes = 64 << 20;

    // From this size on an object is collected with the oldest generation alone; a request that allocated less has made none.
    private const long LargeObjectBytes = 85_000;

    private static long small;
    private static long large;

    /// <summary>A request has ended that allocated as many bytes.</summary>
    internal static void Add(long bytes)
    {
        if (bytes < LargeObjectBytes)
        {
            Add(ref small, bytes, 0);
        }
        else
        {
            Add(ref large, bytes, GC.MaxGeneration);
        }
    }

    private static void Add(ref long allocated, long bytes, int generation)
    {
        long sum = Interlocked.Add(ref allocated, bytes);
        if (sum >= MaxBytes && Interlocked.CompareExchange(ref allocated, 0, sum) == sum)
        {
            // Where collections may run beside the program, this one does: consensus goes on meanwhile.
            GC.Collect(generation, GCCollectionMode.Forced, blocking: false);
        }
    }
}
