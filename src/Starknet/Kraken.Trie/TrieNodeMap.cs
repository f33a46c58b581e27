using System.Collections.Concurrent;
using System.Collections.Generic;
using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>Trie nodes in memory. Safe for several threads.</summary>
public sealed class TrieNodeMap : ITrieNodeReader
{
    private readonly ConcurrentDictionary<Felt, TrieNode> nodes = new();

    /// <summary>The number of nodes.</summary>
    public int Count => nodes.Count;

    /// <summary>Keeps nodes, by hash.</summary>
    public void Add(IEnumerable<KeyValuePair<Felt, TrieNode>> entries)
    {
        foreach ((Felt hash, TrieNode node) in entries)
        {
            nodes[hash] = node;
        }
    }

    /// <inheritdoc/>
    public bool TryGetNode(in Felt hash, out TrieNode node) => nodes.TryGetValue(hash, out node);
}
