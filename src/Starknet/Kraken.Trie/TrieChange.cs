using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>A leaf to write, its key as bits.</summary>
internal readonly record struct TrieChange(TriePath Path, Felt Value);
