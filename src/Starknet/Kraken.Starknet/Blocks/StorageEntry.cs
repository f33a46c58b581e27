using Kraken.Fields;

namespace Kraken.Starknet.Blocks;

/// <summary>A storage cell and its new value.</summary>
/// <param name="Key">The cell's key, below 2^251.</param>
/// <param name="Value">The value; zero clears the cell.</param>
public readonly record struct StorageEntry(Felt Key, Felt Value);
