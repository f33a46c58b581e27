using System;
using System.Collections.Immutable;
using Kraken.Fields;
using Kraken.Proofs.Ranges;

namespace Kraken.Proofs;

/// <summary>How a watcher stands: what it follows, what waits, and what it could not do, each with its reason.</summary>
public sealed record WatcherStatus
{
    /// <summary>The most failed calls, waiting retries and differing blocks that are listed; all are counted.</summary>
    public const int MaxListed = 200;

    /// <summary>The version of this format.</summary>
    public int Schema { get; init; } = 1;

    /// <summary>The last block whose work is done or queued; null before the first.</summary>
    public ulong? FollowedBlock { get; init; }

    /// <summary>Calls that wait for a proof.</summary>
    public required int Waiting { get; init; }

    /// <summary>The most steps of a call that is proved.</summary>
    public required long MaxSteps { get; init; }

    /// <summary>What keeps the watcher from following or proving now; null for nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>Calls that are given up.</summary>
    public required int FailedCount { get; init; }

    /// <summary>The latest of them, highest block first.</summary>
    public required ImmutableArray<FailedCall> Failed { get; init; }

    /// <summary>Calls that failed and will be tried again, oldest first.</summary>
    public required ImmutableArray<FailedCall> Retrying { get; init; }

    /// <summary>Blocks whose execution gives something else than they say.</summary>
    public required int DifferingCount { get; init; }

    /// <summary>The latest of them, highest first.</summary>
    public required ImmutableArray<DifferingBlock> Differing { get; init; }

    /// <summary>The proofs of blocks; null of a watcher that makes none.</summary>
    public RangeStatus? Ranges { get; init; }

    /// <summary>When this was written, UTC.</summary>
    public required DateTimeOffset WrittenAt { get; init; }
}

/// <summary>A call without a proof.</summary>
/// <param name="BlockNumber">Its block.</param>
/// <param name="TransactionHash">Its transaction.</param>
/// <param name="Call">The entry point.</param>
/// <param name="Reason">Why it has none; a sentence.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="At">The last attempt, or the next one where there will be one; UTC.</param>
public sealed record FailedCall(ulong BlockNumber, Felt TransactionHash, string Call, string Reason, int Attempts, DateTimeOffset At);

/// <summary>A block whose execution gives something else than it says.</summary>
/// <param name="BlockNumber">The height.</param>
/// <param name="BlockHash">The hash.</param>
/// <param name="Mismatches">What differs, a sentence each.</param>
public sealed record DifferingBlock(ulong BlockNumber, Felt BlockHash, ImmutableArray<string> Mismatches);
