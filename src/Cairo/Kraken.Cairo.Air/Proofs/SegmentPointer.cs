namespace Kraken.Cairo.Air.Proofs;

/// <summary>A pointer to a segment, kept in a public memory cell.</summary>
/// <param name="Id">The id of the cell's value, below 2^31 - 1.</param>
/// <param name="Value">The address, below 2^31 - 1.</param>
public readonly record struct SegmentPointer(uint Id, uint Value);
