namespace Kraken.Stark.Prover.Memory;

/// <summary>Addresses that the system gave, of which it backs with memory what is touched.</summary>
/// <param name="start">The first word.</param>
/// <param name="words">The number of words.</param>
internal sealed unsafe class MemoryReservation(uint* start, long words)
{
    // SAFETY: the words are those of one allocation, which MemoryArena frees.

    /// <summary>The first word.</summary>
    public uint* Start { get; } = start;

    /// <summary>The number of words.</summary>
    public long Words { get; } = words;

    /// <summary>One past the last word.</summary>
    public uint* End => Start + Words;

    /// <summary>The words up to the last one that was ever lent, or since it was trimmed.</summary>
    public long TouchedWords { get; set; }
}
