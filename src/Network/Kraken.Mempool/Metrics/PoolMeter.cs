using System.Collections.Generic;
using System.Diagnostics.Metrics;

namespace Kraken.Mempool.Metrics;

/// <summary>What operators see of transactions that come and go; how many wait is the node's to tell.</summary>
internal static class PoolMeter
{
    private static readonly Meter Meter = new("Kraken.Mempool");

    private static readonly Counter<long> Taken = Meter.CreateCounter<long>(
        "mempool_added_total", null, "Transactions taken into the pool.");

    private static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "mempool_rejected_total", null, "Transactions not taken into the pool, by code.");

    private static readonly Counter<long> Dropped = Meter.CreateCounter<long>(
        "mempool_dropped_total", null, "Transactions that left the pool other than by a block.");

    /// <summary>A transaction was taken, or refused.</summary>
    /// <param name="error">Why it was refused; null when it was taken.</param>
    internal static void Offered(MempoolError? error)
    {
        if (error is null)
        {
            Taken.Add(1);
        }
        else
        {
            Refused.Add(1, new KeyValuePair<string, object?>("code", CodeOf(error.Kind)));
        }
    }

    /// <summary>A transaction left with a reason.</summary>
    internal static void Drop() => Dropped.Add(1);

    private static string CodeOf(MempoolErrorKind kind) => kind switch
    {
        MempoolErrorKind.Duplicate => "duplicate",
        MempoolErrorKind.NonceUsed => "nonce_used",
        MempoolErrorKind.NonceTooFarAhead => "nonce_too_far_ahead",
        MempoolErrorKind.Underpriced => "underpriced",
        MempoolErrorKind.Full => "full",
        MempoolErrorKind.Busy => "busy",
        _ => "other",
    };
}
