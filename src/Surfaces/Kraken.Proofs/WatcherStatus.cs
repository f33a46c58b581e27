using System;
using Kraken.Proofs.Ranges;

namespace Kraken.Proofs;

/// <summary>How a watcher stands: what it proves, what waits, and what it could not do, each with its reason.</summary>
public sealed record WatcherStatus
{
    /// <summary>The version of this format.</summary>
    public const int CurrentSchema = 2;

    /// <summary>The most entries of a list; whoever shows a status shows all of them.</summary>
    public const int MaxListed = 200;

    /// <summary>The version of this format.</summary>
    public int Schema { get; init; } = CurrentSchema;

    /// <summary>The proofs of blocks.</summary>
    public required RangeStatus Ranges { get; init; }

    /// <summary>When this was written, UTC.</summary>
    public required DateTimeOffset WrittenAt { get; init; }
}
