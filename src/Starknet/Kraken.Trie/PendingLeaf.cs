using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>A leaf to write whose value may be a hash that is not made yet.</summary>
/// <param name="Key">The key, below 2^height.</param>
/// <param name="Value">The value; zero removes the leaf.</param>
public readonly record struct PendingLeaf(Felt Key, PendingHash Value);
