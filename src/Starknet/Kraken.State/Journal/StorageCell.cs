using Kraken.Fields;

namespace Kraken.State.Journal;

/// <summary>The place of a storage value.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="Key">The key.</param>
public readonly record struct StorageCell(Felt Contract, Felt Key);
