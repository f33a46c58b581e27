using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace Kraken.Cairo.Air.Tests;

/// <summary>
/// The processor time of the calling thread, which other work on the machine does not lengthen; wall time where it is not told.
/// </summary>
internal static class ThreadTime
{
    private const string Place = "/proc/thread-self/schedstat";

    public static TimeSpan Now => File.Exists(Place)
        ? TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText(Place).Split(' ')[0], CultureInfo.InvariantCulture) / 1000.0)
        : Stopwatch.GetElapsedTime(0);
}
