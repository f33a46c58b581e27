using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using Kraken.Fields;
using Kraken.Starknet.Receipts;

namespace Kraken.Load;

/// <summary>What became of the transactions of a run. Safe for several threads.</summary>
internal sealed partial class LoadTally
{
    // Sent and not seen in a block; the value says when it was due.
    private readonly ConcurrentDictionary<Felt, TimeSpan> pending = new();
    private readonly ConcurrentDictionary<Felt, bool> acceptedHashes = new();
    private readonly ConcurrentBag<TimeSpan> acceptances = [];
    private readonly ConcurrentBag<TimeSpan> inclusions = [];
    private readonly ConcurrentDictionary<string, int> refusals = new();
    private readonly ConcurrentDictionary<string, int> rejections = new();
    private int reverted;
    private TimeSpan lastInclusion;

    /// <summary>Transactions found in a block.</summary>
    public int Included => inclusions.Count;

    /// <summary>Transactions that were accepted and are not in a block yet.</summary>
    public IReadOnlyList<Felt> Waiting => [.. pending.Keys.Where(acceptedHashes.ContainsKey)];

    public void Sent(Felt hash, TimeSpan due) => pending[hash] = due;

    public void Accepted(Felt hash, TimeSpan latency)
    {
        if (acceptedHashes.TryAdd(hash, true))
        {
            acceptances.Add(latency);
        }
    }

    /// <summary>A node refused: this may not be its last word.</summary>
    public void Refused(string reason) => Count(refusals, reason);

    /// <summary>A transaction is given up.</summary>
    public void GivenUp(Felt hash) => pending.TryRemove(hash, out _);

    /// <summary>The node dropped what it had accepted.</summary>
    public void Rejected(Felt hash, string? reason)
    {
        if (pending.TryRemove(hash, out _))
        {
            Count(rejections, reason ?? "no reason");
        }
    }

    public void InBlock(TransactionReceipt receipt, TimeSpan seen)
    {
        if (pending.TryRemove(receipt.TransactionHash, out TimeSpan due))
        {
            // A block is the best proof that a node accepted it, whatever its answer was.
            Accepted(receipt.TransactionHash, seen - due);
            inclusions.Add(seen - due);
            lastInclusion = seen;
            Interlocked.Add(ref reverted, receipt.Status == ExecutionStatus.Reverted ? 1 : 0);
        }
    }

    public LoadReport Report(int sent) => new()
    {
        Sent = sent,
        Accepted = acceptances.Count,
        Included = inclusions.Count,
        Reverted = reverted,
        ExecutedPerSecond = lastInclusion > TimeSpan.Zero ? (inclusions.Count - reverted) / lastInclusion.TotalSeconds : 0,
        ToAcceptance = LatencySummary.Of(acceptances),
        ToInclusion = LatencySummary.Of(inclusions),
        Refusals = MostFrequent(refusals),
        Rejections = MostFrequent(rejections),
    };

    private static ImmutableArray<(string Reason, int Count)> MostFrequent(ConcurrentDictionary<string, int> reasons) =>
        [.. reasons.Select(reason => (reason.Key, reason.Value)).OrderByDescending(reason => reason.Value)];

    private static void Count(ConcurrentDictionary<string, int> reasons, string reason) =>
        reasons.AddOrUpdate(Particulars().Replace(reason.Split('\n')[0], "#"), 1, (_, count) => count + 1);

    // Reasons that differ in addresses and numbers only are one kind.
    [GeneratedRegex("0x[0-9a-fA-F]+|[0-9]+")]
    private static partial Regex Particulars();
}
