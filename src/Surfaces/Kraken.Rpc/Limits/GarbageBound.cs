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

    private static long allocated;

    /// <summary>A request has ended that allocated as many bytes.</summary>
    internal static void Add(long bytes)
    {
        long sum = Interlocked.Add(ref allocated, bytes);
        if (sum >= MaxBytes && Interlocked.CompareExchange(ref allocated, 0, sum) == sum)
        {
            // In the background: consensus goes on meanwhile.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        }
    }
}
