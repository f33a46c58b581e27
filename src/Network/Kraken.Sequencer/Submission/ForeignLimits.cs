namespace Kraken.Sequencer.Submission;

/// <summary>
/// How much of the transactions that other validators pass on waits here, and when a peer passes on too much that is invalid.
/// </summary>
public sealed record ForeignLimits
{
    /// <summary>The most peers with a queue.</summary>
    public int MaxPeers { get; init; } = 256;

    /// <summary>The most transactions of one peer that wait to be validated.</summary>
    public int MaxQueued { get; init; } = 2_000;

    /// <summary>The most bytes of one peer that wait to be validated; at least the largest transaction.</summary>
    public long MaxQueuedBytes { get; init; } = 16 << 20;

    /// <summary>The most transactions of one peer that are decoded at once, so that they are hashed side by side.</summary>
    public int MaxDecoded { get; init; } = 8;

    /// <summary>The most bytes that are decoded at once; what is larger, as most classes, is decoded alone in its own turn.</summary>
    public int MaxDecodedBytes { get; init; } = 16 << 10;

    /// <summary>After how many of a peer's transactions their invalid share is looked at.</summary>
    public int Window { get; init; } = 100;

    /// <summary>The share of invalid ones, in percent of the window, above which the peer is reported.</summary>
    public int MaxJunkPercent { get; init; } = 50;
}
