using Kraken.Fields;

namespace Kraken.L1;

/// <summary>What became of a transaction on L1.</summary>
/// <param name="Succeeded">Whether it was not reverted.</param>
/// <param name="Contract">The contract that it made, or null.</param>
public sealed record L1Receipt(bool Succeeded, Felt? Contract);
