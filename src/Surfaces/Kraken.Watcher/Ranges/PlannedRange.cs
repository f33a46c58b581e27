using System;
using System.Collections.Generic;
using Kraken.Farm.Jobs;
using Kraken.Proofs.Ranges;

namespace Kraken.Watcher.Ranges;

/// <summary>Blocks that were put together and are not done yet, and how far they are. For one thread.</summary>
internal sealed class PlannedRange(BlockSpan blocks)
{
    /// <summary>First and last, as they were put together or halved.</summary>
    public BlockSpan Blocks { get; } = blocks;

    /// <summary>Whether the store was looked into for what an earlier process left.</summary>
    public bool IsLookedUp { get; set; }

    /// <summary>How often the job went to the dead letters and was published again with a new witness.</summary>
    public int Renewals { get; set; }

    /// <summary>What was wrong with each entry that lay in the place of its proof, and with each verdict.</summary>
    public List<string> Refused { get; } = [];

    /// <summary>What was published of them; null before.</summary>
    public RangeJob? Job { get; set; }

    /// <summary>The time by which a lost job is noticed.</summary>
    public DateTimeOffset PublishedAt { get; set; }

    /// <summary>Whether they are proved or named.</summary>
    public bool IsDone { get; set; }
}
