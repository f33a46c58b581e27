using System;
using System.Collections.Generic;
using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>The way from the root of a trie down to a key.</summary>
public static class TrieDescent
{
    /// <summary>The nodes on the way, the root first; it ends at the leaf, or where an edge leads elsewhere.</summary>
    /// <param name="nodes">The store of the trie's nodes.</param>
    /// <param name="root">The root; zero for the empty trie.</param>
    /// <param name="height">The bits of a key, 1..251.</param>
    /// <param name="key">The key, below 2^height.</param>
    /// <exception cref="MissingTrieNodeException">A node on the way is not in the store.</exception>
    public static IEnumerable<TrieStep> To(ITrieNodeReader nodes, Felt root, int height, Felt key)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, TriePath.MaxBits);
        return IsKey(key, height)
            ? Steps(nodes, root, height, new TriePath(key))
            : throw new ArgumentException($"key {key} is not below 2^{height}", nameof(key));
    }

    /// <summary>Whether a trie of a height can have a leaf under a key: the key is below 2^height.</summary>
    public static bool IsKey(in Felt key, int height) => new TriePath(key).IsBelow(height);

    private static IEnumerable<TrieStep> Steps(ITrieNodeReader nodes, Felt hash, int height, TriePath path)
    {
        while (height > 0 && !hash.IsZero)
        {
            TrieNode node = nodes.Load(hash, height);
            height -= Math.Max(1, (int)node.Length);
            bool isRight = !node.IsEdge && path.Bit(height);
            bool leadsOn = !node.IsEdge || path.Slice(height, height + node.Length).ToFelt() == node.Right;
            Felt next = isRight ? node.Right : leadsOn ? node.Left : Felt.Zero;
            yield return new TrieStep(hash, node, isRight, next, height);
            hash = next;
        }
    }
}
