namespace Kraken.Load.Measuring;

/// <summary>Percentiles of the latencies that were measured, in milliseconds; zeros when there are none.</summary>
/// <param name="Count">How many were measured.</param>
/// <param name="P50">Half were no slower.</param>
/// <param name="P90">Nine in ten were no slower.</param>
/// <param name="P99">99 in 100 were no slower.</param>
/// <param name="P999">999 in 1000 were no slower.</param>
/// <param name="Max">The slowest.</param>
public sealed record LatencySummary(long Count, double P50, double P90, double P99, double P999, double Max)
{
    internal static LatencySummary Of(LatencyHistogram histogram) => new(
        histogram.Count,
        histogram.Percentile(0.5).TotalMilliseconds,
        histogram.Percentile(0.9).TotalMilliseconds,
        histogram.Percentile(0.99).TotalMilliseconds,
        histogram.Percentile(0.999).TotalMilliseconds,
        histogram.Max.TotalMilliseconds);
}
