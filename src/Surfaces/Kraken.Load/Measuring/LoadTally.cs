using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Threading;
using Kraken.Fields;
using Kraken.Load.Reports;
using Kraken.Load.Sending;

namespace Kraken.Load.Measuring;

/// <summary>
/// What became of the transactions of a run. Each that comes due ends once: in a block, refused, or accepted and then dropped. Only those
/// under way are held one by one, all else in counts. Safe for several threads.
/// </summary>
internal sealed class LoadTally
{
    private readonly ConcurrentDictionary<Felt, FollowedTransaction> followed = new();
    private readonly LatencyHistogram acceptance = new();
    private readonly LatencyHistogram preConfirmation = new();
    private readonly LatencyHistogram inclusion = new();
    private readonly ImmutableArray<KindTally> kinds = [.. Enum.GetValues<LoadKind>().Select(_ => new KindTally())];
    private readonly Timeline timeline = new();
    private readonly ReasonCounts attempts = new();
    private readonly ReasonCounts refusals = new();
    private readonly ReasonCounts rejections = new();
    private long following;
    private long sent;
    private long refused;
    private long lost;
    private long reverted;
    private long revertedUnexpectedly;
    private long lastInclusion;

    /// <summary>Transactions that came due.</summary>
    public long Due => Interlocked.Read(ref sent);

    /// <summary>Transactions that a node accepted.</summary>
    public long AcceptedCount => acceptance.Count;

    /// <summary>Transactions found in a block.</summary>
    public long Included => inclusion.Count;

    /// <summary>Transactions given up without having been accepted.</summary>
    public long RefusedCount => Interlocked.Read(ref refused);

    /// <summary>How many are under way, accepted or not.</summary>
    public long Following => Interlocked.Read(ref following);

    public TimeSpan InclusionP99 => inclusion.Percentile(0.99);

    /// <summary>Transactions that were accepted and are not in a block yet.</summary>
    public IReadOnlyList<FollowedTransaction> Waiting => [.. followed.Values.Where(transaction => transaction.IsAccepted)];

    /// <summary>A transaction came due, whether or not it can be sent.</summary>
    public void CameDue(TimeSpan due)
    {
        Interlocked.Increment(ref sent);
        timeline.Sent(due);
    }

    /// <summary>A transaction is signed and about to be sent.</summary>
    public void Follow(FollowedTransaction transaction)
    {
        if (followed.TryAdd(transaction.Hash, transaction))
        {
            Interlocked.Increment(ref following);
        }

        kinds[(int)transaction.Kind].Sent();
    }

    /// <summary>A node accepted it.</summary>
    public void Accepted(FollowedTransaction transaction, TimeSpan at)
    {
        if (transaction.TryAccept(at))
        {
            acceptance.Record(at - transaction.Due);
            transaction.Node?.Took(at - transaction.Due);
            kinds[(int)transaction.Kind].Accepted();
            timeline.Accepted(at);
        }
    }

    /// <summary>A node refused: this may not be its last word.</summary>
    public void AttemptRefused(FollowedTransaction transaction, string reason)
    {
        transaction.LastRefusal = reason;
        attempts.Add(reason);
    }

    /// <summary>A signed transaction is given up; one that a node accepted before stays what it is.</summary>
    public void GivenUp(FollowedTransaction transaction, string reason, TimeSpan at)
    {
        if (!transaction.IsAccepted && TryRemove(transaction.Hash, out _))
        {
            NotSent(reason, at);
        }
    }

    /// <summary>A transaction that came due is given up before it was signed.</summary>
    public void NotSent(string reason, TimeSpan at)
    {
        Interlocked.Increment(ref refused);
        refusals.Add(reason);
        timeline.Refused(at);
    }

    /// <summary>The node dropped what it had accepted, and says why.</summary>
    public void Rejected(FollowedTransaction transaction, string? reason)
    {
        if (TryRemove(transaction.Hash, out _))
        {
            rejections.Add(reason ?? "no reason");
        }
    }

    /// <summary>Accepted once, and now unknown to every node.</summary>
    public void Lost(FollowedTransaction transaction)
    {
        if (TryRemove(transaction.Hash, out _))
        {
            Interlocked.Increment(ref lost);
        }
    }

    /// <summary>Seen in the block that is being decided.</summary>
    public void PreConfirmed(in Felt hash, TimeSpan seen)
    {
        if (followed.TryGetValue(hash, out FollowedTransaction? transaction) && transaction.TryPreConfirm())
        {
            preConfirmation.Record(seen - transaction.Due);
        }
    }

    /// <summary>Seen in a decided block.</summary>
    public void InBlock(in Felt hash, bool isReverted, TimeSpan seen)
    {
        if (!TryRemove(hash, out FollowedTransaction? transaction))
        {
            return;
        }

        // A block is the best proof that a node accepted it, whatever its answer was.
        Accepted(transaction, seen);
        inclusion.Record(seen - transaction.Due);
        kinds[(int)transaction.Kind].Included(isReverted);
        kinds[(int)transaction.Kind].Inclusion.Record(seen - transaction.Due);
        timeline.Included(transaction.Due, seen);
        Interlocked.Exchange(ref lastInclusion, Math.Max(seen.Ticks, Interlocked.Read(ref lastInclusion)));
        Interlocked.Add(ref reverted, isReverted ? 1 : 0);
        Interlocked.Add(ref revertedUnexpectedly, isReverted && transaction.Kind != LoadKind.Failing ? 1 : 0);
    }

    public bool IsFollowed(in Felt hash) => followed.ContainsKey(hash);

    /// <summary>The accepted transactions of an account that a node took and that are in no block yet.</summary>
    public ImmutableArray<FollowedTransaction> AcceptedBy(LoadNode node, object lane) =>
        [.. Waiting.Where(transaction => ReferenceEquals(transaction.Lane, lane) && transaction.Node == node)];

    public LoadReport Report(RunEnd end)
    {
        double last = TimeSpan.FromTicks(Interlocked.Read(ref lastInclusion)).TotalSeconds;
        long executed = Included - Interlocked.Read(ref reverted);
        return new LoadReport
        {
            Sent = Due,
            Accepted = AcceptedCount,
            Included = Included,
            Reverted = Interlocked.Read(ref reverted),
            RevertedUnexpectedly = Interlocked.Read(ref revertedUnexpectedly),
            Lost = Interlocked.Read(ref lost),
            Waiting = Waiting.Count - end.Unresolved,
            Unresolved = end.Unresolved,
            ExecutedPerSecond = last > 0 ? executed / last : 0,
            Seconds = end.Elapsed.TotalSeconds,
            ToAcceptance = LatencySummary.Of(acceptance),
            ToPreConfirmation = LatencySummary.Of(preConfirmation),
            PreConfirmedNote = end.PreConfirmedNote,
            ToInclusion = LatencySummary.Of(inclusion),
            Attempts = attempts.List(),
            Refusals = refusals.List(),
            Rejections = rejections.List(),
            Kinds = [.. kinds.Select((kind, index) => kind.Report((LoadKind)index)).Where(kind => kind.Sent > 0)],
            Nodes = end.Nodes,
            Timeline = timeline.Points(),
            Stages = new StageHistograms(acceptance, preConfirmation, inclusion),
        };
    }

    // The dictionary's own count would stop all that use it.
    private bool TryRemove(in Felt hash, [NotNullWhen(true)] out FollowedTransaction? transaction)
    {
        bool isRemoved = followed.TryRemove(hash, out transaction);
        Interlocked.Add(ref following, isRemoved ? -1 : 0);
        return isRemoved;
    }
}
