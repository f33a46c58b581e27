using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;

namespace Kraken.Sync.Metrics;

/// <summary>What operators see of asking sources. Every label is a word of this code: sources choose none.</summary>
internal static class SyncMeter
{
    /// <summary>A question for the height of a source.</summary>
    internal const string Height = "height";

    /// <summary>A question for blocks.</summary>
    internal const string Blocks = "blocks";

    /// <summary>It was answered, and what came holds.</summary>
    internal const string Good = "ok";

    /// <summary>It was answered so slowly that others are asked before it.</summary>
    internal const string Slow = "slow";

    /// <summary>The source is away, cut off or speaks something else.</summary>
    internal const string Failed = "failed";

    /// <summary>What came does not hold.</summary>
    internal const string False = "false";

    private static readonly Meter Meter = new("Kraken.Sync");

    private static readonly Counter<long> Requests = Meter.CreateCounter<long>(
        "fetch_requests_total", null, "Questions to the nodes that are followed, by kind and result: ok, slow, failed or false.");

    private static readonly Counter<long> Taken = Meter.CreateCounter<long>(
        "fetch_blocks_total", null, "Blocks of sources that held and were stored.");

    private static readonly Histogram<double> Waited = Meter.CreateHistogram<double>(
        "fetch_wait_seconds", "s", "Time that a source kept this follower waiting until it had given what was asked for.");

    internal static void Asked(string kind, string result) => Requests.Add(
        1, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("result", result));

    internal static void Stored(ulong blocks, TimeSpan waited)
    {
        Taken.Add((long)blocks);
        Waited.Record(waited.TotalSeconds);
    }
}
