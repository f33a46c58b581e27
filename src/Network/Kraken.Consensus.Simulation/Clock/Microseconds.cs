using System;

namespace Kraken.Consensus.Simulation.Clock;

/// <summary>The simulator's unit of time.</summary>
internal static class Microseconds
{
    public const long PerMillisecond = 1_000;
    public const long PerSecond = 1_000_000;

    /// <summary>A time span in microseconds.</summary>
    public static long Of(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
