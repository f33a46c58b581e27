using Kraken.Fields;

namespace Kraken.Starknet.Chain;

/// <summary>A storage cell that was read.</summary>
/// <param name="Address">The contract.</param>
/// <param name="Key">The cell.</param>
public readonly record struct StorageRead(Felt Address, Felt Key, Felt Value);
