using Kraken.Fields;

namespace Kraken.Cairo.Air.Proofs;

/// <summary>A public memory cell whose address follows from its place.</summary>
/// <param name="Id">The id of its value in the memory tables, below 2^31 - 1.</param>
public readonly record struct PublicCell(uint Id, Felt Value);
