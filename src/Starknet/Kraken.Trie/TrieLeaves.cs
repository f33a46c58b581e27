using System;
using System.Collections.Generic;
using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>All leaves of a trie, each node on the way to them hashed again.</summary>
public static class TrieLeaves
{
    /// <summary>The leaves by ascending key, read as the sequence is walked.</summary>
    /// <param name="nodes">The store of the trie's nodes, which is not believed.</param>
    /// <param name="root">The root; zero for the empty trie.</param>
    /// <param name="height">The bits of a key, 1..251.</param>
    /// <exception cref="MissingTrieNodeException">A node is not in the store, has another hash, or is not of the form its place
    /// needs.</exception>
    public static IEnumerable<TrieLeaf> Of<THash>(ITrieNodeReader nodes, Felt root, int height)
        where THash : struct, ITrieHash
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, TriePath.MaxBits);
        return Walk<THash>(nodes, root, height);
    }

    private static IEnumerable<TrieLeaf> Walk<THash>(ITrieNodeReader nodes, Felt root, int height)
        where THash : struct, ITrieHash
    {
        // At most two for each level.
        Stack<(Felt Hash, int Height, TriePath Path)> open = [];
        if (!root.IsZero)
        {
            open.Push((root, height, default));
        }

        while (open.TryPop(out (Felt Hash, int Height, TriePath Path) at))
        {
            if (at.Height == 0)
            {
                yield return new TrieLeaf(at.Path.ToFelt(), at.Hash);
                continue;
            }

            TrieNode node = nodes.Load(at.Hash, at.Height);
            if (node.Hash<THash>() != at.Hash || node.Left.IsZero || !IsPath(node))
            {
                throw new MissingTrieNodeException(at.Hash, at.Height);
            }

            if (node.IsEdge)
            {
                int below = at.Height - node.Length;
                open.Push((node.Left, below, at.Path.WithSlice(below, at.Height, new TriePath(node.Right))));
            }
            else
            {
                int below = at.Height - 1;
                open.Push((node.Right, below, at.Path.WithSlice(below, at.Height, new TriePath(Felt.One))));
                open.Push((node.Left, below, at.Path));
            }
        }
    }

    private static bool IsPath(in TrieNode node) => node.IsEdge ? new TriePath(node.Right).IsBelow(node.Length) : !node.Right.IsZero;
}
