namespace Kraken.State.Snapshots;

/// <summary>The bounds of a snapshot's file, which may come from anybody.</summary>
public sealed record SnapshotLimits
{
    /// <summary>The most records.</summary>
    public long MaxRecords { get; init; } = 1L << 34;

    /// <summary>The most bytes of the records, unpacked.</summary>
    public long MaxBytes { get; init; } = 1L << 40;

    /// <summary>
    /// How many bytes one of the file may unpack to. Hashes, which are most of a store, hardly pack at all; gzip can reach a thousand.
    /// </summary>
    public int MaxGain { get; init; } = 128;

    /// <summary>The most bytes of a key; the longest that a store has are a cell's with its block.</summary>
    public int MaxKeyBytes { get; init; } = 128;

    /// <summary>The most bytes of a value; the longest that a store has are classes, and rows of its journal.</summary>
    public int MaxValueBytes { get; init; } = 64 << 20;

    /// <summary>The bytes of records that are written in one batch.</summary>
    public int BatchBytes { get; init; } = 8 << 20;
}
