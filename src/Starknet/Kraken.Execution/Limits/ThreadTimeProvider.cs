using System;
using System.Runtime.InteropServices;

namespace Kraken.Execution.Limits;

/// <summary>
/// A clock that runs while the calling thread does: what other threads, other processes or a suspended machine take of the processor is
/// not held against an execution that is measured by it. Readings of two threads do not compare.
/// </summary>
public sealed class ThreadTimeProvider : TimeProvider
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    // CLOCK_THREAD_CPUTIME_ID of <time.h>.
    private static readonly int ThreadClock = OperatingSystem.IsMacOS() ? 16 : 3;

    private ThreadTimeProvider()
    {
    }

    /// <summary>The clock; the system's own where a thread's time is not told.</summary>
    public static TimeProvider Instance { get; } =
        (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()) && GetTime(ThreadClock, out _) == 0 ? new ThreadTimeProvider() : System;

    /// <inheritdoc/>
    public override long TimestampFrequency => NanosecondsPerSecond;

    /// <summary>Nanoseconds that the calling thread has run.</summary>
    /// <exception cref="InvalidOperationException">The system does not tell.</exception>
    public override long GetTimestamp() => GetTime(ThreadClock, out TimeSpecification time) == 0
        ? (time.Seconds * NanosecondsPerSecond) + time.Nanoseconds
        : throw new InvalidOperationException("the system does not tell the processor time of a thread");

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out TimeSpecification time);

    // struct timespec of the systems with 64 bits.
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpecification
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
