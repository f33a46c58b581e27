using System;
using System.Runtime.InteropServices;

namespace Kraken.Stark.Prover.Memory;

/// <summary>Hints to the operating system about large buffers; without effect where the system has none.</summary>
internal static unsafe partial class MemoryAdvice
{
    // SAFETY: the range belongs to a live allocation; the advice does not change its contents.
    private const int HugePageAdvice = 14;

    /// <summary>Asks for huge pages: one page fault per 2 MiB, not per 4 KiB, on first touch.</summary>
    public static void PreferHugePages(void* start, nuint bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            // The result is not looked at: a refused hint changes speed only.
            _ = Advise(start, bytes, HugePageAdvice);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* start, nuint bytes, int advice);
}
