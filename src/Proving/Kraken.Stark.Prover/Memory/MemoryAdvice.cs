using System;
using System.Runtime.InteropServices;

namespace Kraken.Stark.Prover.Memory;

/// <summary>Hints to the operating system about large buffers; without effect where the system has none.</summary>
internal static unsafe partial class MemoryAdvice
{
    // SAFETY: the range belongs to a live allocation; the advice does not change its contents, or nobody needs them.
    private const int UnneededAdvice = 4;
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

    /// <summary>Gives the memory of whole pages, whose contents are not needed any more, back; the addresses stay.</summary>
    public static void Release(void* start, nuint bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Advise(start, bytes, UnneededAdvice);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* start, nuint bytes, int advice);
}
