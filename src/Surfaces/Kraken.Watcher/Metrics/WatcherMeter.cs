using System;
using System.Diagnostics.Metrics;
using Kraken.Proofs.Ranges;

namespace Kraken.Watcher.Metrics;

/// <summary>Where a watcher stands, for operators: read when it is asked for.</summary>
internal sealed class WatcherMeter : IDisposable
{
    private readonly Meter meter = new("Kraken.Watcher");

    /// <summary>Begins to answer.</summary>
    /// <param name="status">How the proofs of blocks stand now.</param>
    public WatcherMeter(Func<RangeStatus> status)
    {
        Gauge("proof_decided_block", "The latest block of the node.", () => Long(status().DecidedBlock ?? 0));
        Gauge(
            "proof_done_block", "The block up to which all are proved, or named with the reason why not.",
            () => Long(status().DoneBlock));
        Gauge("proof_lag_blocks", "Blocks that are decided and not done.", () => Lag(status()));
        Gauge("proof_unproved_blocks", "Blocks that are named without a proof.", () => status().UnprovedCount);
        Gauge(
            "proof_differing_blocks", "Those of them that differ from their hash or their execution: look at once.",
            () => status().DifferingCount);
        Gauge("proof_retrying_ranges", "Ranges whose attempt failed and is repeated.", () => status().Retrying.Length);
        Gauge("proof_blocked", "1 while something keeps blocks from being proved.", () => status().Problem is null ? 0 : 1);
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    private static long Long(ulong number) => (long)Math.Min(number, long.MaxValue);

    private static long Lag(RangeStatus status) =>
        status.DecidedBlock is { } decided && decided > status.DoneBlock ? Long(decided - status.DoneBlock) : 0;

    private void Gauge(string name, string description, Func<long> value) =>
        meter.CreateObservableGauge(name, value, null, description);
}
