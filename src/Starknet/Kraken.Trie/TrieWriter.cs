using System;
using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>
/// Writes a sorted list of leaves in one pass from the root down and up again, and plans the hash of each new node. Edges are passed in
/// one step to where the first of the leaves leaves them.
/// </summary>
internal sealed class TrieWriter(ITrieNodeReader nodes, HashPlan plan, TrieChange[] changes)
{
    /// <summary>Writes all leaves under a root of the given height.</summary>
    public PendingHash Write(in Felt root, int height) =>
        changes.Length == 0 ? plan.Known(root) : Top(Write(root, height, 0, changes.Length), height);

    /// <summary>Writes some of the changes, at least one, below a node that was not read.</summary>
    private Branch Write(in Felt hash, int height, int start, int end)
    {
        if (height == 0 || hash.IsZero)
        {
            return Grow(start, end);
        }

        TrieNode node = nodes.Load(hash, height);
        if (node.IsEdge)
        {
            int bottom = height - node.Length;
            return Write(node.Left, bottom, EdgeKey(changes[start].Path, node, height), start, end);
        }

        int middle = Split(height - 1, start, end);
        Branch left = middle == start ? default : Write(node.Left, height - 1, start, middle);
        Branch right = middle == end ? default : Write(node.Right, height - 1, middle, end);
        if (middle == start)
        {
            left = Untouched(node.Left, height - 1, changes[start].Path.Flip(height - 1), right.IsEmpty);
        }
        else if (middle == end)
        {
            right = Untouched(node.Right, height - 1, changes[start].Path.Flip(height - 1), left.IsEmpty);
        }

        return Join(left, right, height);
    }

    /// <summary>Writes some of the changes, at least one, below an edge.</summary>
    /// <param name="child">The node or leaf at its end.</param>
    /// <param name="bottom">The child's height.</param>
    /// <param name="key">A key of which the bits from there upwards lead to it.</param>
    /// <param name="start">The first of the changes.</param>
    /// <param name="end">The one after the last.</param>
    private Branch Write(in Felt child, int bottom, in TriePath key, int start, int end)
    {
        // The changes are sorted: what the first and the last have in common with the edge, all have.
        int fork = Math.Max(key.HighestDifference(changes[start].Path), key.HighestDifference(changes[end - 1].Path));
        if (fork < bottom)
        {
            return Write(child, bottom, start, end);
        }

        int middle = Split(fork, start, end);
        return key.Bit(fork)
            ? Join(Grow(start, middle), Rest(child, bottom, key, middle, end), fork + 1)
            : Join(Rest(child, bottom, key, start, middle), Grow(middle, end), fork + 1);
    }

    private Branch Rest(in Felt child, int bottom, in TriePath key, int start, int end) =>
        start == end ? new Branch(plan.Known(child), bottom, key) : Write(child, bottom, key, start, end);

    /// <summary>The changes where nothing stands.</summary>
    private Branch Grow(int start, int end)
    {
        ref readonly TrieChange change = ref changes[start];
        if (end - start == 1)
        {
            return change.Value.IsZero ? default : new Branch(change.Value, 0, change.Path);
        }

        int fork = change.Path.HighestDifference(changes[end - 1].Path);
        int middle = Split(fork, start, end);
        return Join(Grow(start, middle), Grow(middle, end), fork + 1);
    }

    /// <summary>A node in which nothing is changed; if it is an only child, its edge, if it is one, goes into the parent's.</summary>
    private Branch Untouched(in Felt hash, int height, in TriePath key, bool isOnly)
    {
        if (isOnly && height > 0 && !hash.IsZero)
        {
            TrieNode node = nodes.Load(hash, height);
            if (node.IsEdge)
            {
                return new Branch(plan.Known(node.Left), height - node.Length, EdgeKey(key, node, height));
            }
        }

        return new Branch(plan.Known(hash), height, key);
    }

    /// <summary>Puts two halves under a node of the given height.</summary>
    private Branch Join(in Branch left, in Branch right, int height) =>
        left.IsEmpty ? right
        : right.IsEmpty ? left
        : new Branch(plan.Binary(Top(left, height - 1), Top(right, height - 1)), height, left.Key);

    /// <summary>The hash of what stands at a height: that of the edge, if one leads down from there.</summary>
    private PendingHash Top(in Branch branch, int height) => branch.IsEmpty || branch.Height == height
        ? branch.Bottom
        : plan.Edge(branch.Bottom, branch.Key.Slice(branch.Height, height).ToFelt(), height - branch.Height);

    /// <summary>The key of which the upper bits lead to an edge, and those below the height on to the edge's end.</summary>
    private static TriePath EdgeKey(in TriePath key, in TrieNode edge, int height) =>
        key.WithSlice(height - edge.Length, height, new TriePath(edge.Right));

    /// <summary>The first change of the range whose key has the bit.</summary>
    private int Split(int bit, int start, int end)
    {
        while (start < end)
        {
            int middle = (start + end) >>> 1;
            if (changes[middle].Path.Bit(bit))
            {
                end = middle;
            }
            else
            {
                start = middle + 1;
            }
        }

        return start;
    }
}
