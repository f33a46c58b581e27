using System;

namespace Kraken.Sequencer.Drafting;

/// <summary>
/// What drafts take at most. A node holds one draft at a time, which executes within the limits of a block and of its transactions, and for
/// the next two heights what their proposers say of theirs: as many names as a block may have transactions.
/// </summary>
public sealed record DraftLimits
{
    /// <summary>The most transactions that a part names.</summary>
    public const int MaxPartTransactions = 256;

    /// <summary>The longest part, in bytes.</summary>
    public const int MaxPartBytes = DraftPart.HeadBytes + (MaxPartTransactions * DraftedTransaction.ByteCount);

    /// <summary>The heights above the committed one whose drafts are followed: the next, and the one on top of what is voted on.</summary>
    internal const ulong Heights = 2;

    /// <summary>The most drafts of one height that are followed, one after another: its proposer begins anew on another parent.</summary>
    public int MaxDraftsOfHeight { get; init; } = 3;

    /// <summary>How long a transaction waits for others that are executed and streamed with it.</summary>
    public TimeSpan GatherTime { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>The transactions that end the wait before its time.</summary>
    public int GatheredTransactions { get; init; } = 64;

    /// <summary>The most transactions that are executed at once, and so the longest wait until they are streamed.</summary>
    public int MaxBatch { get; init; } = 128;

    /// <summary>A draft that was begun longer ago is not proposed: its block's time would be too far behind.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromSeconds(5);
}
