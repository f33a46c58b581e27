using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Kraken.Fields;

namespace Kraken.Trie.Tests;

/// <summary>
/// Writes leaves as the specification says it: bit by bit down from the root and up again, each node hashed by itself when it is made.
/// The oracle of <see cref="TrieBatch{THash}"/>, and what its speed is compared with.
/// </summary>
internal sealed class NodeByNodeTrie<THash>
    where THash : struct, ITrieHash
{
    private readonly ITrieNodeReader nodes;
    private readonly Change[] changes;
    private readonly int forkLeaves;

    private NodeByNodeTrie(ITrieNodeReader nodes, Change[] changes, int forkLeaves)
    {
        this.nodes = nodes;
        this.changes = changes;
        this.forkLeaves = forkLeaves;
    }

    /// <summary>Writes leaves, each key once.</summary>
    /// <param name="nodes">The store of the trie's nodes; read by several threads at once where it forks.</param>
    /// <param name="root">The root.</param>
    /// <param name="height">The bits of a key.</param>
    /// <param name="leaves">The leaves.</param>
    /// <param name="forkLeaves">The leaves from which on the two halves are written by two threads.</param>
    internal static TrieUpdate Update(
        ITrieNodeReader nodes, Felt root, int height, IEnumerable<TrieLeaf> leaves, int forkLeaves = int.MaxValue)
    {
        Change[] changes = [.. leaves.Select(leaf => new Change(new Bits(leaf.Key), leaf.Value))];
        Array.Sort(changes, static (a, b) => a.Path.CompareTo(b.Path));
        List<KeyValuePair<Felt, TrieNode>> made = [];
        NodeByNodeTrie<THash> writer = new(nodes, changes, forkLeaves);
        return new TrieUpdate(Commit(writer.Write(Subtree.Unread(root), height, 0, changes.Length, made), made), made);
    }

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
            ref readonly Change change = ref changes[start];
            return change.Value.IsZero ? default : Subtree.Edge(change.Value, change.Path.Low(height), height);
        }

        (Subtree left, Subtree right) = Children(Read(subtree, height), height);
        int middle = Split(height - 1, start, end);
        if (end - start < forkLeaves || middle == start || middle == end)
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
            TrieNode node = Load(subtree.Bottom, height);
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

        TrieNode node = Load(subtree.Bottom, height);
        return node.IsEdge ? Subtree.Edge(node.Left, new Bits(node.Right), node.Length) : Subtree.Of(subtree.Bottom);
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

    private TrieNode Load(in Felt hash, int height) =>
        nodes.TryGetNode(hash, out TrieNode node) ? node : throw new MissingTrieNodeException(hash, height);

    private readonly record struct Change(Bits Path, Felt Value);

    /// <summary>
    /// A subtree of known height: empty, the hash of a node that was not read yet, the hash of a binary node or leaf, or such a hash at the
    /// end of an edge that was not hashed yet.
    /// </summary>
    private readonly record struct Subtree(Felt Bottom, Bits Path, int Length, bool IsRead)
    {
        public bool IsEmpty => Bottom.IsZero;

        /// <summary>A hash whose node was not read.</summary>
        public static Subtree Unread(in Felt hash) => new(hash, default, 0, IsRead: false);

        /// <summary>The hash of a binary node or a leaf.</summary>
        public static Subtree Of(in Felt hash) => new(hash, default, 0, IsRead: true);

        /// <summary>An edge that was not hashed.</summary>
        public static Subtree Edge(in Felt bottom, Bits path, int length) => new(bottom, path, length, IsRead: true);

        /// <summary>The two halves of one that is an edge: all of it is in one of them.</summary>
        public (Subtree Left, Subtree Right) Halves()
        {
            int rest = Length - 1;
            Subtree child = rest == 0 ? Of(Bottom) : Edge(Bottom, Path.Low(rest), rest);
            return Path.Bit(rest) ? (default, child) : (child, default);
        }
    }

    /// <summary>The bits of a key or of a part of it, in four little-endian limbs.</summary>
    private readonly struct Bits : IComparable<Bits>
    {
        private readonly ulong l0;
        private readonly ulong l1;
        private readonly ulong l2;
        private readonly ulong l3;

        public Bits(in Felt value) => value.ToCanonicalLimbs(out l0, out l1, out l2, out l3);

        private Bits(ulong l0, ulong l1, ulong l2, ulong l3)
        {
            this.l0 = l0;
            this.l1 = l1;
            this.l2 = l2;
            this.l3 = l3;
        }

        public Felt ToFelt() => Felt.FromCanonicalLimbs(l0, l1, l2, l3);

        public bool Bit(int index) => ((Limb(index >> 6) >> (index & 63)) & 1) != 0;

        /// <summary>The lowest bits.</summary>
        public Bits Low(int bits) => new(l0 & Mask(bits), l1 & Mask(bits - 64), l2 & Mask(bits - 128), l3 & Mask(bits - 192));

        /// <summary>The path with a bit set.</summary>
        public Bits With(int index)
        {
            ulong bit = 1UL << (index & 63);
            return (index >> 6) switch
            {
                0 => new(l0 | bit, l1, l2, l3),
                1 => new(l0, l1 | bit, l2, l3),
                2 => new(l0, l1, l2 | bit, l3),
                _ => new(l0, l1, l2, l3 | bit),
            };
        }

        public int CompareTo(Bits other)
        {
            int order = l3.CompareTo(other.l3);
            order = order != 0 ? order : l2.CompareTo(other.l2);
            order = order != 0 ? order : l1.CompareTo(other.l1);
            return order != 0 ? order : l0.CompareTo(other.l0);
        }

        private static ulong Mask(int bits) => bits switch
        {
            <= 0 => 0,
            >= 64 => ulong.MaxValue,
            _ => (1UL << bits) - 1,
        };

        private ulong Limb(int index) => index switch
        {
            0 => l0,
            1 => l1,
            2 => l2,
            _ => l3,
        };
    }
}
