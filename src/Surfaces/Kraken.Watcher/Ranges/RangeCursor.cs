using System;
using System.Collections.Immutable;
using Kraken.Proofs.Ranges;

namespace Kraken.Watcher.Ranges;

/// <summary>How far blocks are proved or named, what is planned behind that, and the attempts to read what is next.</summary>
/// <param name="Done">The last block of an unbroken row from block 1 on.</param>
/// <param name="Attempt">What became of the attempts to read the next blocks; null before the first.</param>
internal sealed record RangeCursor(ulong Done, RangeAttempt? Attempt = null)
{
    /// <summary>The hash of the chain's block 0, as text; null in a file of an older program.</summary>
    public string? Genesis { get; init; }

    /// <summary>The ranges that were planned and are not known to be done, in order: another process plans no others over them.</summary>
    public ImmutableArray<BlockSpan> Planned { get; init; } = [];
}

/// <summary>What became of the attempts to read blocks; written before each, so that one that ends the process counts too.</summary>
/// <param name="First">The first block.</param>
/// <param name="Last">The last block.</param>
/// <param name="Count">How many were begun.</param>
/// <param name="Reason">How the last one ended.</param>
/// <param name="NextAt">When the next one may begin, UTC.</param>
/// <param name="Differs">Whether it ended because the node gives what does not follow from the blocks' hashes.</param>
internal sealed record RangeAttempt(ulong First, ulong Last, int Count, string Reason, DateTimeOffset NextAt, bool Differs = false);
