using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>Writes a sorted list of leaves in one pass from the root down and up again, hashing each new node once.</summary>
internal sealed class TrieWriter<THash>
    where THash : struct, ITrieHash
{
    // Below this many leaves a second thread costs more than it saves: some 100 hashes of 10 to 25 microseconds.
    private const int ForkLeaves = 16;

    private readonly ITrieNodeReader nodes;
    private readonly TrieChange[] changes;

    public TrieWriter(ITrieNodeReader nodes, TrieChange[] changes)
    {
        this.nodes = nodes;
        this.changes = changes;
    }

    /// <summary>Writes all leaves under a root of the given height; new nodes are added to the list.</summary>
    public Felt Write(in Felt root, int height, List<KeyValuePair<Felt, TrieNode>> made) =>
        Commit(Write(Subtree.Unread(root), height, 0, changes.Length, made), made);

    private Subtree Write(Subtree subtree, int height, int start, int end, List<KeyValuePair<Felt, TrieNode>> made)
    {
        if (start == end)
        {
            return subtree;
        }

        if (height == 0)
        {
            return Subtree.Of(changes[start].Value);
        }

        if (subtree.IsEmpty && end - start == 1)
        {
            ref readonly TrieChange change = ref changes[start];
            return change.Value.IsZero ? default : Subtree.Edge(change.Value, change.Path.Low(height), height);
        }

        (Subtree left, Subtree right) = Children(Read(subtree, height), height);
        int middle = Split(height - 1, start, end);
        if (end - start < ForkLeaves || middle == start || middle == end)
        {
            left = Write(left, height - 1, start, middle, made);
            right = Write(right, height - 1, middle, end, made);
        }
        else
        {
            List<KeyValuePair<Felt, TrieNode>> madeRight = [];
            Parallel.Invoke(
                () => left = Write(left, height - 1, start, middle, made),
                () => right = Write(right, height - 1, middle, end, madeRight));
            made.AddRange(madeRight);
        }

        return Join(left, right, height, made);
    }

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

    /// <summary>The two halves of a subtree that was read.</summary>
    private (Subtree Left, Subtree Right) Children(Subtree subtree, int height)
    {
        if (subtree.IsEmpty)
        {
            return default;
        }

        if (subtree.Length == 0)
        {
            TrieNode node = nodes.Load(subtree.Bottom, height);
            return (Subtree.Unread(node.Left), Subtree.Unread(node.Right));
        }

        return subtree.Halves();
    }

    /// <summary>Puts two halves under a node of the given height.</summary>
    private Subtree Join(Subtree left, Subtree right, int height, List<KeyValuePair<Felt, TrieNode>> made)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return left.IsEmpty && right.IsEmpty ? default : Extend(Read(left.IsEmpty ? right : left, height - 1), left.IsEmpty);
        }

        TrieNode node = TrieNode.Binary(Commit(left, made), Commit(right, made));
        Felt hash = node.Hash<THash>();
        made.Add(new(hash, node));
        return Subtree.Of(hash);
    }

    /// <summary>Lengthens the edge of an only child by one bit.</summary>
    private static Subtree Extend(Subtree child, bool isRight) =>
        Subtree.Edge(child.Bottom, isRight ? child.Path.With(child.Length) : child.Path, child.Length + 1);

    /// <summary>Finds out whether an unread hash is an edge. Leaves are never read.</summary>
    private Subtree Read(Subtree subtree, int height)
    {
        if (subtree.IsRead || subtree.IsEmpty)
        {
            return subtree;
        }

        if (height == 0)
        {
            return Subtree.Of(subtree.Bottom);
        }

        TrieNode node = nodes.Load(subtree.Bottom, height);
        return node.IsEdge ? Subtree.Edge(node.Left, new TriePath(node.Right), node.Length) : Subtree.Of(subtree.Bottom);
    }

    /// <summary>The hash of a subtree; makes the node of a pending edge.</summary>
    private static Felt Commit(Subtree subtree, List<KeyValuePair<Felt, TrieNode>> made)
    {
        if (subtree.Length == 0)
        {
            return subtree.Bottom;
        }

        TrieNode node = TrieNode.Edge(subtree.Bottom, subtree.Path.ToFelt(), subtree.Length);
        Felt hash = node.Hash<THash>();
        made.Add(new(hash, node));
        return hash;
    }
}
