using System;
using System.Collections.Immutable;

namespace Kraken.Proofs.Ranges;

/// <summary>How a watcher stands with the proofs of blocks.</summary>
public sealed record RangeStatus
{
    /// <summary>The last block of an unbroken row from block 1 on, each of which is proved or named with why it is not.</summary>
    public required ulong DoneBlock { get; init; }

    /// <summary>The blocks that are being proved; null for none.</summary>
    public BlockSpan? Proving { get; init; }

    /// <summary>What is done with them now.</summary>
    public string? Phase { get; init; }

    /// <summary>How many attempts with them were begun.</summary>
    public int Attempts { get; init; }

    /// <summary>The blocks that wait for others to fill a range; null for none.</summary>
    public BlockSpan? Collecting { get; init; }

    /// <summary>The latest proofs that this process stored, the newest first.</summary>
    public ImmutableArray<ProvedSpan> Proved { get; init; } = [];

    /// <summary>Blocks without a proof that the store names.</summary>
    public int UnprovedCount { get; init; }

    /// <summary>The highest of them, the highest first.</summary>
    public ImmutableArray<UnprovedBlock> Unproved { get; init; } = [];

    /// <summary>What keeps blocks from being proved now; null for nothing.</summary>
    public string? Problem { get; init; }
}

/// <summary>Consecutive blocks.</summary>
/// <param name="First">The first block.</param>
/// <param name="Last">The last block.</param>
public sealed record BlockSpan(ulong First, ulong Last)
{
    /// <inheritdoc/>
    public override string ToString() => new RangeKey(default, First, Last).ToString();
}

/// <summary>Blocks that are proved.</summary>
/// <param name="First">The first block.</param>
/// <param name="Last">The last block.</param>
/// <param name="Transactions">Their transactions.</param>
/// <param name="Steps">VM steps.</param>
/// <param name="ProveMilliseconds">Time to prove.</param>
/// <param name="StoredAt">When the proof was stored, UTC.</param>
public sealed record ProvedSpan(ulong First, ulong Last, ulong Transactions, long Steps, long ProveMilliseconds, DateTimeOffset StoredAt);
