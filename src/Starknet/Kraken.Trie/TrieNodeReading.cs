using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>Reading nodes that must be there.</summary>
internal static class TrieNodeReading
{
    /// <summary>Reads the node that stands at a height; one that is longer than that is as good as missing.</summary>
    /// <exception cref="MissingTrieNodeException">It is not in the store.</exception>
    internal static TrieNode Load(this ITrieNodeReader nodes, in Felt hash, int height) =>
        nodes.TryGetNode(hash, out TrieNode node) && node.Length <= height ? node : throw new MissingTrieNodeException(hash, height);
}
