using System;
using System.Collections.Immutable;
using System.Linq;

namespace Kraken.Proofs.Ranges;

/// <summary>How a watcher stands with the proofs of blocks.</summary>
public sealed record RangeStatus
{
    /// <summary>The last block of an unbroken row from block 1 on, each of which is proved or named with why it is not.</summary>
    public required ulong DoneBlock { get; init; }

    /// <summary>The latest decided block that the watcher saw; null before the first.</summary>
    public ulong? DecidedBlock { get; init; }

    /// <summary>The blocks that are being proved; null for none.</summary>
    public BlockSpan? Proving { get; init; }

    /// <summary>What is done with them now.</summary>
    public string? Phase { get; init; }

    /// <summary>How many attempts with them were begun.</summary>
    public int Attempts { get; init; }

    /// <summary>The blocks that wait for others to fill a range; null for none.</summary>
    public BlockSpan? Collecting { get; init; }

    /// <summary>Blocks whose attempts failed, and will be tried again, the lowest first.</summary>
    public ImmutableArray<FailedSpan> Retrying { get; init; } = [];

    /// <summary>The latest proofs that this process stored, the newest first.</summary>
    public ImmutableArray<ProvedSpan> Proved { get; init; } = [];

    /// <summary>Blocks without a proof that the store names.</summary>
    public int UnprovedCount { get; init; }

    /// <summary>The highest of them, the highest first.</summary>
    public ImmutableArray<UnprovedBlock> Unproved { get; init; } = [];

    /// <summary>How many of all of them differ from their hash or their execution.</summary>
    public int DifferingCount { get; init; }

    /// <summary>The highest of those, the highest first.</summary>
    public ImmutableArray<UnprovedBlock> Differing { get; init; } = [];

    /// <summary>What keeps blocks from being proved now; null for nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>What of a status of unknown origin contradicts itself; null for nothing.</summary>
    internal string? FindProblem() =>
        ListProblem(Retrying, nameof(Retrying)) ?? ListProblem(Proved, nameof(Proved)) ?? ListProblem(Unproved, nameof(Unproved))
        ?? ListProblem(Differing, nameof(Differing));

    private static string? ListProblem<T>(ImmutableArray<T> list, string name) =>
        list.IsDefault ? $"expected a list {name}, got none"
        : list.Length > WatcherStatus.MaxListed ? $"expected at most {WatcherStatus.MaxListed} entries in {name}, got {list.Length}"
        : list.Any(entry => entry is null) ? $"expected entries in {name}, got null"
        : null;
}

/// <summary>Consecutive blocks.</summary>
/// <param name="First">The first block.</param>
/// <param name="Last">The last block.</param>
public sealed record BlockSpan(ulong First, ulong Last)
{
    /// <inheritdoc/>
    public override string ToString() => new RangeKey(default, First, Last).ToString();
}

/// <summary>Blocks whose attempt failed.</summary>
/// <param name="First">The first block.</param>
/// <param name="Last">The last block.</param>
/// <param name="Attempts">How many attempts with them were begun.</param>
/// <param name="Reason">How the last one ended; a sentence.</param>
/// <param name="NextAt">When the next one may begin, UTC.</param>
public sealed record FailedSpan(ulong First, ulong Last, int Attempts, string Reason, DateTimeOffset NextAt);

/// <summary>Blocks that are proved.</summary>
/// <param name="First">The first block.</param>
/// <param name="Last">The last block.</param>
/// <param name="Steps">VM steps.</param>
/// <param name="ProveMilliseconds">Time to prove.</param>
/// <param name="StoredAt">When the proof was stored, UTC.</param>
public sealed record ProvedSpan(ulong First, ulong Last, ulong Transactions, long Steps, long ProveMilliseconds, DateTimeOffset StoredAt);
