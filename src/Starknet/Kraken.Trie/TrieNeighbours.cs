using System;
using System.Collections.Generic;
using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>
/// The nodes beside the ways to some keys that whoever removes the keys from a partial trie must have: a child whose sibling vanishes
/// goes into the edge above it if it is an edge, and is what that leads to if it is binary. It is found on the way to any key below it:
/// proofs of these keys, against the same root, have what is missing.
/// </summary>
public sealed class TrieNeighbours
{
    private readonly ITrieNodeReader nodes;
    private readonly (TriePath Path, bool IsRemoved)[] changes;
    private readonly List<Felt> missing = [];

    private TrieNeighbours(ITrieNodeReader nodes, (TriePath Path, bool IsRemoved)[] changes)
    {
        this.nodes = nodes;
        this.changes = changes;
    }

    /// <summary>
    /// Keys whose proofs are to be added to the nodes, before the leaves are written; none when all is there.
    /// </summary>
    /// <param name="nodes">The nodes so far: at least those on the ways to the leaves.</param>
    /// <param name="root">The root before the leaves are written; zero for the empty trie.</param>
    /// <param name="height">The bits of a key, 1..251.</param>
    /// <param name="leaves">What is written, in any order, each key once; of a key that is only read its present value.</param>
    /// <exception cref="MissingTrieNodeException">A node on the way to a leaf is not there.</exception>
    public static IReadOnlyList<Felt> Of(ITrieNodeReader nodes, in Felt root, int height, IReadOnlyCollection<TrieLeaf> leaves)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        (TriePath Path, bool IsRemoved)[] changes = new (TriePath, bool)[leaves.Count];
        int count = 0;
        foreach (TrieLeaf leaf in leaves)
        {
            changes[count++] = (new TriePath(leaf.Key), leaf.Value.IsZero);
        }

        Array.Sort(changes, static (a, b) => a.Path.CompareTo(b.Path));
        TrieNeighbours found = new(nodes, changes);
        if (count > 0)
        {
            found.Walk(root, height, 0, count);
        }

        return found.missing;
    }

    /// <summary>Looks below a node at the changes there, at least one; says whether anything is left there after them.</summary>
    private bool Walk(in Felt hash, int height, int start, int end)
    {
        if (height == 0 || hash.IsZero)
        {
            return LeavesAnything(start, end);
        }

        TrieNode node = nodes.Load(hash, height);
        if (node.IsEdge)
        {
            int bottom = height - node.Length;
            return WalkEdge(node.Left, bottom, EdgeKey(changes[start].Path, node, height), start, end);
        }

        int middle = Split(height - 1, start, end);
        bool left = middle == start || Walk(node.Left, height - 1, start, middle);
        bool right = middle == end || Walk(node.Right, height - 1, middle, end);
        if (middle == start && !right)
        {
            Require(node.Left, height - 1, changes[start].Path.Flip(height - 1));
        }
        else if (middle == end && !left)
        {
            Require(node.Right, height - 1, changes[start].Path.Flip(height - 1));
        }

        return left || right;
    }

    private bool WalkEdge(in Felt child, int bottom, in TriePath key, int start, int end)
    {
        int fork = Math.Max(key.HighestDifference(changes[start].Path), key.HighestDifference(changes[end - 1].Path));
        if (fork < bottom)
        {
            return Walk(child, bottom, start, end);
        }

        // What leaves the edge meets nothing; without all others it stays as it is, from further down perhaps.
        int middle = Split(fork, start, end);
        (int from, int to) = key.Bit(fork) ? (middle, end) : (start, middle);
        bool elsewhere = LeavesAnything(start, from) || LeavesAnything(to, end);
        return from == to || WalkEdge(child, bottom, key, from, to) || elsewhere;
    }

    /// <summary>A node that takes the place of the one above it.</summary>
    private void Require(in Felt hash, int height, in TriePath key)
    {
        if (height > 0 && !nodes.TryGetNode(hash, out _))
        {
            missing.Add(key.ToFelt());
        }
    }

    private bool LeavesAnything(int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            if (!changes[i].IsRemoved)
            {
                return true;
            }
        }

        return false;
    }

    private static TriePath EdgeKey(in TriePath key, in TrieNode edge, int height) =>
        key.WithSlice(height - edge.Length, height, new TriePath(edge.Right));

    /// <summary>The first change of the range whose key has the bit.</summary>
    private int Split(int bit, int start, int end)
    {
        while (start < end)
        {
            int middle = (start + end) >>> 1;
            (start, end) = changes[middle].Path.Bit(bit) ? (start, middle) : (middle + 1, end);
        }

        return start;
    }
}
