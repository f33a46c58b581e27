namespace Kraken.Sequencer.Blocks;

/// <summary>
/// How much a node keeps of what it executed before a decision. A block that was dropped is executed again when it is decided.
/// </summary>
public sealed record PreparedLimits
{
    /// <summary>The most blocks; also the longest row of blocks that wait for a decision.</summary>
    public int MaxBlocks { get; init; } = 16;

    /// <summary>About the most bytes of all blocks. Those below the newest one stay whatever they take.</summary>
    public long MaxBytes { get; init; } = 256L << 20;
}
