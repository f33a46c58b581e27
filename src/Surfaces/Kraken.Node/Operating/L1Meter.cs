using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using Kraken.L1;

namespace Kraken.Node.Operating;

/// <summary>How far a validator has read its L1, for operators. Nothing of the address is told: it may hold a key.</summary>
internal static class L1Meter
{
    /// <summary>Adds it to a meter.</summary>
    /// <param name="l1">The node's L1.</param>
    internal static void Add(Meter meter, L1View l1)
    {
        Gauge("l1_head_block", "Newest block that the Ethereum node named; 0 before it was heard.", now => now.Head);
        Gauge("l1_read_block", "Last block of L1 whose messages were read; 0 before one was.", now => now.LastRead);
        Gauge("l1_lag_blocks", "Blocks of L1 with their confirmations that were not read yet.", now => now.Lag);
        meter.CreateObservableGauge(
            "l1_head_age_seconds", () => l1.HeadAge.TotalSeconds, null, "Time since the Ethereum node named a newer block.");
        meter.CreateObservableGauge(
            "l1_trouble", () => l1.Problem is null ? 0L : 1, null, "1 where the last look at L1 failed.");
        meter.CreateObservableGauge(
            "l1_messages_waiting", () => (long)l1.Count, null, "Messages of L1 that wait for a block, those that none takes among them.");
        meter.CreateObservableGauge("l1_messages_refused", () => (long)l1.Refused, null, "Those of them that no block takes.");
        Count("l1_messages_read_total", "Messages read from L1; again where L1 gave up their block.", now => now.Messages);
        Count("l1_reorganisations_total", "Blocks with their confirmations that L1 gave up.", now => now.Reorganisations);
        meter.CreateObservableCounter(
            "l1_looks_total",
            () => (Measurement<long>[])[Of("ok", l1.Standing.Looks), Of("failed", l1.Standing.Failures)],
            null, "Looks at L1, by result.");

        void Gauge(string name, string description, Func<L1Standing, ulong> value) =>
            meter.CreateObservableGauge(name, () => (long)Math.Min(value(l1.Standing), long.MaxValue), null, description);

        void Count(string name, string description, Func<L1Standing, long> value) =>
            meter.CreateObservableCounter(name, () => value(l1.Standing), null, description);
    }

    private static Measurement<long> Of(string result, long value) => new(value, new KeyValuePair<string, object?>("result", result));
}
