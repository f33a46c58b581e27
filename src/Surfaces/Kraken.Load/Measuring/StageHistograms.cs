namespace Kraken.Load.Measuring;

/// <summary>The latencies of each stage, for objectives at any percentile.</summary>
internal sealed record StageHistograms(LatencyHistogram Acceptance, LatencyHistogram PreConfirmation, LatencyHistogram Inclusion);
