using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>Gives the nodes of tries by their hashes. Nodes never change, so one store serves every version of every trie.</summary>
public interface ITrieNodeReader
{
    /// <summary>Finds a node by its hash.</summary>
    bool TryGetNode(in Felt hash, out TrieNode node);
}
