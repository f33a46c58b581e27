using System;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Load;

/// <summary>Percentiles of latencies, in milliseconds.</summary>
/// <param name="Count">How many were measured.</param>
/// <param name="P50">Half were faster.</param>
/// <param name="P90">Nine in ten were faster.</param>
/// <param name="P99">99 in 100 were faster.</param>
/// <param name="Max">The slowest.</param>
public sealed record LatencySummary(int Count, double P50, double P90, double P99, double Max)
{
    /// <summary>Summarises latencies by the nearest-rank method; zeros when there are none.</summary>
    public static LatencySummary Of(IEnumerable<TimeSpan> latencies)
    {
        double[] sorted = [.. latencies.Select(latency => latency.TotalMilliseconds).Order()];
        double At(double share) =>
            sorted.Length == 0 ? 0 : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
        return new LatencySummary(sorted.Length, At(0.5), At(0.9), At(0.99), At(1));
    }
}
