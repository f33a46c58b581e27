using System;

namespace Kraken.Sync;

/// <summary>What following a chain may take of this machine, whatever the sources send; the one place where it is bounded.</summary>
public sealed record SyncLimits
{
    /// <summary>The most characters of a source's words in a log, an error or a status page.</summary>
    public const int MaxWords = 500;

    /// <summary>The most sources.</summary>
    public int MaxSources { get; init; } = 16;

    /// <summary>The most blocks that are asked for at once.</summary>
    public int BlocksPerRequest { get; init; } = 1024;

    /// <summary>
    /// The most bytes of one encoded block. The transactions of the largest block take 8 MiB; its receipts and its diff may take several
    /// times as much.
    /// </summary>
    public int MaxBlockBytes { get; init; } = 64 << 20;

    /// <summary>The most blocks that were read and are not stored yet.</summary>
    public int MaxBlocksInFlight { get; init; } = 64;

    /// <summary>About the most memory of blocks that were read and are not stored yet; a single block may take more alone.</summary>
    public long MaxBytesInFlight { get; init; } = 256L << 20;

    /// <summary>The most blocks that are stored in one batch.</summary>
    public int MaxBatchBlocks { get; init; } = 16;

    /// <summary>
    /// How long blocks wait for others with which they are stored: a batch of many takes half of what the same blocks take one by one.
    /// </summary>
    public TimeSpan BatchTime { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The most bytes that are read of the text by which a source refuses.</summary>
    public int MaxRefusalBytes { get; init; } = 1024;

    /// <summary>The longest time that a source may take for its next block, or for any other answer.</summary>
    public TimeSpan AnswerTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long a source may keep a follower waiting in one request before it counts as slow: others are asked before it then.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How much longer than that for each block that it gives.</summary>
    public TimeSpan PatiencePerBlock { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a follower that has all blocks waits before it asks for more.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a source that failed is left alone at first; twice as long each further time, up to the longest.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest that a source that failed is left alone.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a source that gave a false block is left alone at first; twice as long each further time, up to the longest.
    /// </summary>
    public TimeSpan FirstPenalty { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest that a source that gives false blocks is left alone.</summary>
    public TimeSpan LongestPenalty { get; init; } = TimeSpan.FromMinutes(30);
}
