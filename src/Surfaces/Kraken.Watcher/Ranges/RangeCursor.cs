using System;

namespace Kraken.Watcher.Ranges;

/// <summary>How far blocks are proved or named, and the attempts with those that are next.</summary>
/// <param name="Done">The last block of an unbroken row from block 1 on.</param>
/// <param name="Attempt">What became of the attempts with the blocks after it; null before the first.</param>
internal sealed record RangeCursor(ulong Done, RangeAttempt? Attempt = null);

/// <summary>What became of the attempts to prove blocks; written before each, so that one that ends the process counts too.</summary>
/// <param name="First">The first block.</param>
/// <param name="Last">The last block.</param>
/// <param name="Count">How many were begun.</param>
/// <param name="Reason">How the last one ended.</param>
/// <param name="NextAt">When the next one may begin, UTC.</param>
/// <param name="Differs">Whether it ended because the node gives what does not follow from the blocks' hashes.</param>
internal sealed record RangeAttempt(ulong First, ulong Last, int Count, string Reason, DateTimeOffset NextAt, bool Differs = false);
