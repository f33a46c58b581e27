using Kraken.Fields;

namespace Kraken.Starknet.Blocks;

/// <summary>A value that the state holds after a block.</summary>
/// <param name="Owner">The contract, or the class hash of a compiled class.</param>
/// <param name="Key">The storage key, else zero.</param>
public readonly record struct CellValue(CellKind Kind, Felt Owner, Felt Key, Felt Value);
