using System;
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
        difference.Compare(new Place(oldRoot, height, default), new Place(newRoot, height, default), height);
        return difference;
    }

    private void Compare(in Place old, in Place present, int height)
    {
        // A hash that was not read and one at the end of an edge that was: either way a binary node or a leaf, or the same unread edge.
        if (height == 0 || (old.Bottom == present.Bottom && old.IsAt(height) && present.IsAt(height)))
        {
            return;
        }

        Opened oldOpened = before.Open(old, height);
        Opened newOpened = after.Open(present, height);
        if (oldOpened.IsBinary || newOpened.IsBinary)
        {
            Compare(oldOpened.Left(height), newOpened.Left(height), height - 1);
            Compare(oldOpened.Right(height), newOpened.Right(height), height - 1);
        }
        else
        {
            CompareEdges(oldOpened.First, newOpened.First, height);
        }
    }

    /// <summary>Compares two of which each is an edge or nothing.</summary>
    private void CompareEdges(in Place old, in Place present, int height)
    {
        int lower = Math.Max(old.Height, present.Height);
        if (old.IsEmpty || present.IsEmpty || old.Key.HighestDifference(present.Key, height) >= lower)
        {
            Compare(old, default, old.Height);
            Compare(default, present, present.Height);
        }
        else if (old.Bottom != present.Bottom || old.Height != present.Height)
        {
            Compare(old, present, lower);
        }
    }

    /// <summary>What one of the tries has at a place: nothing, a node that was not read, or what is left of an edge that was.</summary>
    /// <param name="Bottom">The hash of the node, or of what the edge leads to; zero for nothing.</param>
    /// <param name="Key">The bits of the edge, from the height upwards to that of the place.</param>
    private readonly record struct Place(Felt Bottom, int Height, TriePath Key)
    {
        internal bool IsEmpty => Bottom.IsZero;

        /// <summary>Whether it is no part of an edge.</summary>
        internal bool IsAt(int height) => IsEmpty || Height == height;
    }

    /// <summary>A place whose node was read: two halves, or an edge or nothing as the first of them.</summary>
    private readonly record struct Opened(Place First, Place Second, bool IsBinary)
    {
        internal Place Left(int height) => IsBinary || !First.Key.Bit(height - 1) ? First : default;

        internal Place Right(int height) => IsBinary ? Second : First.Key.Bit(height - 1) ? First : default;
    }

    /// <summary>One of the tries, and its nodes that were opened.</summary>
    private sealed class Version(ITrieNodeReader nodes)
    {
        internal List<KeyValuePair<Felt, TrieNode>> Own { get; } = [];

        /// <summary>Reads the node at a place, unless there is none or an edge was read already.</summary>
        internal Opened Open(in Place place, int height)
        {
            if (!place.IsAt(height) || place.IsEmpty)
            {
                return new Opened(place, default, IsBinary: false);
            }

            TrieNode node = nodes.Load(place.Bottom, height);
            Own.Add(new(place.Bottom, node));
            int bottom = height - Math.Max(1, (int)node.Length);
            return node.IsEdge
                ? new Opened(new Place(node.Left, bottom, default(TriePath).WithSlice(bottom, height, new(node.Right))), default, false)
                : new Opened(new Place(node.Left, bottom, default), new Place(node.Right, bottom, default), IsBinary: true);
        }
    }
}
