using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.State.Journal;

/// <summary>A value that differs between two points of the journal.</summary>
/// <param name="Owner">The contract, or the class hash of a compiled class.</param>
/// <param name="Key">The storage key, else zero.</param>
/// <param name="Before">The value before.</param>
/// <param name="After">The value after, different from <paramref name="Before"/>.</param>
public readonly record struct StateChange(CellKind Kind, Felt Owner, Felt Key, Felt Before, Felt After);
