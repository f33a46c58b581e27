using System.Collections.Generic;
using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>
/// The nodes in which two versions of a trie differ, by position: those of the one that the other does not have at the same place. Equal
/// hashes at one place are equal subtries, so that only paths that changed are read; nothing is hashed. A node that stands at several
/// places is given once for each.
/// </summary>
/// <remarks>
/// For every pair of roots: nodes of the old trie, less the removed, plus the added, are the nodes of the new one, each counted as often
/// as it stands somewhere. Which are given depends on the two tries alone.
/// </remarks>
public sealed class TrieDifference
{
    private readonly Version before;
    private readonly Version after;

    private TrieDifference(ITrieNodeReader before, ITrieNodeReader after)
    {
        this.before = new Version(before);
        this.after = new Version(after);
    }

    /// <summary>The nodes that only the old trie has, by hash.</summary>
    public IReadOnlyList<KeyValuePair<Felt, TrieNode>> Removed => before.Own;

    /// <summary>The nodes that only the new trie has, by hash.</summary>
    public IReadOnlyList<KeyValuePair<Felt, TrieNode>> Added => after.Own;

    /// <summary>Compares two tries.</summary>
    /// <param name="before">The store of the old trie's nodes.</param>
    /// <param name="oldRoot">The old root; zero for the empty trie.</param>
    /// <param name="after">The store of the new trie's nodes.</param>
    /// <param name="newRoot">The new root; zero for the empty trie.</param>
    /// <param name="height">The bits of a key, 1..251.</param>
    /// <exception cref="MissingTrieNodeException">A node on the way is not in its store.</exception>
    public static TrieDifference Between(ITrieNodeReader before, in Felt oldRoot, ITrieNodeReader after, in Felt newRoot, int height)
    {
        TrieDifference difference = new(before, after);
        difference.Compare(Subtree.Unread(oldRoot), Subtree.Unread(newRoot), height);
        return difference;
    }

    private void Compare(Subtree old, Subtree present, int height)
    {
        // A hash that was not read and one at the end of an edge that was: either way a binary node or a leaf, or the same unread edge.
        if (height == 0 || (old.Length == 0 && present.Length == 0 && old.Bottom == present.Bottom))
        {
            return;
        }

        (Subtree left, Subtree right) oldHalves = before.Open(ref old, height);
        (Subtree left, Subtree right) newHalves = after.Open(ref present, height);
        if (old.Length > 0 && old.Length == present.Length && old.Bottom == present.Bottom && old.Path.CompareTo(present.Path) == 0)
        {
            return;
        }

        Compare(oldHalves.left, newHalves.left, height - 1);
        Compare(oldHalves.right, newHalves.right, height - 1);
    }

    /// <summary>One of the tries, and its nodes that were opened.</summary>
    private sealed class Version(ITrieNodeReader nodes)
    {
        internal List<KeyValuePair<Felt, TrieNode>> Own { get; } = [];

        /// <summary>Reads the node on top of a subtree, unless an edge was read already, and gives the halves.</summary>
        internal (Subtree Left, Subtree Right) Open(ref Subtree subtree, int height)
        {
            if (subtree.IsEmpty)
            {
                return default;
            }

            if (subtree.Length == 0)
            {
                TrieNode node = nodes.Load(subtree.Bottom, height);
                Own.Add(new(subtree.Bottom, node));
                if (!node.IsEdge)
                {
                    return (Subtree.Unread(node.Left), Subtree.Unread(node.Right));
                }

                subtree = Subtree.Edge(node.Left, new TriePath(node.Right), node.Length);
            }

            return subtree.Halves();
        }
    }
}
