using Kraken.Fields;

namespace Kraken.State.Journal;

/// <summary>The place of a storage value.</summary>
public readonly record struct StorageCell(Felt Contract, Felt Key);
