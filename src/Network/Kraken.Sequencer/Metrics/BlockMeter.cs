using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;
using Kraken.Sequencer.Blocks;

namespace Kraken.Sequencer.Metrics;

/// <summary>What operators see of blocks that became durable.</summary>
internal static class BlockMeter
{
    private static readonly Meter Meter = new("Kraken.Sequencer");

    private static readonly Histogram<long> Transactions = Meter.CreateHistogram<long>(
        "block_txs", null, "Transactions of a committed block.");

    private static readonly Histogram<long> Bytes = Meter.CreateHistogram<long>(
        "block_bytes", null, "Bytes of a committed block as validators send it.");

    private static readonly Histogram<double> Interval = Meter.CreateHistogram<double>(
        "block_interval_seconds", "s", "Time between the commits of one block and the next on this node.");

    private static readonly Counter<long> Executed = Meter.CreateCounter<long>(
        "block_transactions_total", null, "Transactions of committed blocks, by result: succeeded or reverted.");

    /// <summary>A block was appended.</summary>
    /// <param name="sinceLast">The time since the block before; null for the first of the process.</param>
    internal static void Committed(PreparedBlock block, TimeSpan? sinceLast)
    {
        Transactions.Record(block.Block.Transactions.Length);
        Bytes.Record(block.Bytes.Length);
        if (sinceLast is { } interval)
        {
            Interval.Record(interval.TotalSeconds);
        }

        int reverted = block.Block.Receipts.Count(receipt => receipt.RevertReason is not null);
        Executed.Add(reverted, new KeyValuePair<string, object?>("result", "reverted"));
        Executed.Add(block.Block.Receipts.Length - reverted, new KeyValuePair<string, object?>("result", "succeeded"));
    }
}
