using System;
using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>
/// A node that a trie refers to is not in its store, or is not of the form its place needs: the store is damaged or pruned.
/// </summary>
public sealed class MissingTrieNodeException : Exception
{
    /// <summary>Names the node.</summary>
    public MissingTrieNodeException(Felt hash, int height)
        : base($"trie node {hash} at height {height} is missing or malformed")
    {
        Hash = hash;
        Height = height;
    }

    /// <summary>The hash that was looked for.</summary>
    public Felt Hash { get; }

    /// <summary>The node's distance to the leaves.</summary>
    public int Height { get; }
}
