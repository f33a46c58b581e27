using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Fields;
using Kraken.Trie;

namespace Kraken.BlockProof.Hints;

/// <summary>
/// Which nodes beside the ways to the keys stand below binary nodes in both tries: those are written as they are, all others as what
/// their edges lead to. Such an edge is the end of an edge on a way of the other trie, from which it is made if the witness lacks it.
/// </summary>
internal sealed class PatriciaPlan
{
    private readonly ITrieNodeReader nodes;
    private readonly int height;
    private readonly BigInteger[] keys;
    private readonly HashSet<(BigInteger Start, int Height, Felt Hash)> both;
    private readonly List<(BigInteger Start, int Height, Felt Hash)> bottoms = [];
    private readonly Dictionary<Felt, TrieNode> ends = [];

    /// <summary>Walks both tries.</summary>
    /// <param name="nodes">Their nodes on the ways to the keys.</param>
    /// <param name="height">The bits of a key.</param>
    /// <param name="keys">In ascending order.</param>
    /// <param name="oldRoot">The root before the update.</param>
    /// <param name="newRoot">The root after it.</param>
    public PatriciaPlan(ITrieNodeReader nodes, int height, BigInteger[] keys, Felt oldRoot, Felt newRoot)
    {
        this.nodes = nodes;
        this.height = height;
        this.keys = keys;
        both = SiblingsOf(oldRoot);
        HashSet<(BigInteger Start, int Height, Felt Hash)> after = SiblingsOf(newRoot);
        foreach ((BigInteger start, int siblingHeight, Felt hash) in both.Concat(after))
        {
            if (siblingHeight != 0 && !nodes.TryGetNode(hash, out _) && EndOfAnEdge(start, siblingHeight) is { } end)
            {
                ends[hash] = end;
            }
        }

        both.IntersectWith(after);
    }

    /// <summary>The number of keys below a node.</summary>
    public static BigInteger SizeOf(int height) => BigInteger.One << height;

    /// <summary>Whether both tries have this sibling below a binary node.</summary>
    public bool IsInBoth(BigInteger start, int height, Felt hash) => both.Contains((start, height, hash));

    /// <summary>A node of either trie.</summary>
    public bool TryGetNode(in Felt hash, out TrieNode node) => nodes.TryGetNode(hash, out node) || ends.TryGetValue(hash, out node);

    private TrieNode? EndOfAnEdge(BigInteger start, int above)
    {
        foreach ((BigInteger bottom, int below, Felt hash) in bottoms)
        {
            if (below < above && bottom >= start && bottom < start + SizeOf(above))
            {
                return TrieNode.Edge(hash, Felt.FromBigInteger((bottom - start) >> below), above - below);
            }
        }

        return null;
    }

    private HashSet<(BigInteger Start, int Height, Felt Hash)> SiblingsOf(Felt root)
    {
        HashSet<(BigInteger, int, Felt)> siblings = [];
        Stack<(BigInteger Start, int Height, Felt Hash)> entered = new([(BigInteger.Zero, height, root)]);
        while (entered.TryPop(out (BigInteger Start, int Height, Felt Hash) at))
        {
            if (at.Height == 0 || !nodes.TryGetNode(at.Hash, out TrieNode node))
            {
                continue;
            }

            if (node.IsEdge)
            {
                int below = at.Height - node.Length;
                (BigInteger, int, Felt) bottom = (at.Start + (node.Right.ToBigInteger() << below), below, node.Left);
                if (HasKey(bottom.Item1, below))
                {
                    entered.Push(bottom);
                }
                else
                {
                    bottoms.Add(bottom);
                }

                continue;
            }

            foreach ((BigInteger Start, int Height, Felt Hash) child in ((BigInteger, int, Felt)[])
            [
                (at.Start, at.Height - 1, node.Left), (at.Start + SizeOf(at.Height - 1), at.Height - 1, node.Right),
            ])
            {
                if (HasKey(child.Start, child.Height))
                {
                    entered.Push(child);
                }
                else
                {
                    siblings.Add(child);
                }
            }
        }

        return siblings;
    }

    private bool HasKey(BigInteger start, int height)
    {
        int index = Array.BinarySearch(keys, start);
        index = index < 0 ? ~index : index;
        return index < keys.Length && keys[index] < start + SizeOf(height);
    }
}
