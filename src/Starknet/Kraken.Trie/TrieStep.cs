using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>A node on the way to a key, and where the way goes on.</summary>
/// <param name="Hash">The node's hash.</param>
/// <param name="IsRight">Whether it goes on to the right of a binary node.</param>
/// <param name="Next">The hash of the node or leaf below; zero where an edge leads elsewhere.</param>
/// <param name="NextHeight">The height of what is below, its distance to the leaves.</param>
public readonly record struct TrieStep(Felt Hash, TrieNode Node, bool IsRight, Felt Next, int NextHeight);
