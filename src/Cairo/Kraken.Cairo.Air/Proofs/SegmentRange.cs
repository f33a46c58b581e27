namespace Kraken.Cairo.Air.Proofs;

/// <summary>The used part of a builtin's segment.</summary>
/// <param name="Start">The pointer that the program got.</param>
/// <param name="Stop">The pointer that the program gave back; the first address after the used part.</param>
public readonly record struct SegmentRange(SegmentPointer Start, SegmentPointer Stop)
{
    /// <summary>True if the builtin was not used.</summary>
    public bool IsEmpty => Start.Value == Stop.Value;
}
