namespace Kraken.Stark.Prover.Memory;

/// <summary>A part of a reservation, lent out or idle.</summary>
/// <param name="start">The first word.</param>
/// <param name="words">The number of words.</param>
/// <param name="owner">The reservation.</param>
internal readonly unsafe struct MemoryRun(uint* start, long words, MemoryReservation owner)
{
    // SAFETY: the words lie inside the owner's; MemoryArena cuts and joins runs of one owner only.

    /// <summary>The first word.</summary>
    public uint* Start { get; } = start;

    /// <summary>The number of words.</summary>
    public long Words { get; } = words;

    /// <summary>The reservation.</summary>
    public MemoryReservation Owner { get; } = owner;

    /// <summary>One past the last word.</summary>
    public uint* End => Start + Words;
}
