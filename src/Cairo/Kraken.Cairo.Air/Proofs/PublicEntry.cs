using Kraken.Fields;

namespace Kraken.Cairo.Air.Proofs;

/// <summary>A public memory cell with its address.</summary>
internal readonly record struct PublicEntry(uint Address, uint Id, Felt Value);
