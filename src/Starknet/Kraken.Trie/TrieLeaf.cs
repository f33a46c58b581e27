using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>A leaf to write.</summary>
/// <param name="Key">The key, below 2^height.</param>
/// <param name="Value">The value; zero removes the leaf.</param>
public readonly record struct TrieLeaf(Felt Key, Felt Value);
