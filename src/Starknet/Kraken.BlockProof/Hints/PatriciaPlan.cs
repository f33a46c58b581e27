using System;
using System.Collections.Generic;
using System.Numerics;
using Kraken.Fields;
using Kraken.Trie;

namespace Kraken.BlockProof.Hints;

/// <summary>
/// Which nodes beside the ways to the keys stand below binary nodes in both tries: those are written as they are, all others as what
/// their edges lead to.
/// </summary>
internal sealed class PatriciaPlan
{
    private readonly ITrieNodeReader nodes;
    private readonly int height;
    private readonly BigInteger[] keys;
    private readonly HashSet<(BigInteger Start, int Height, Felt Hash)> both;

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
        both.IntersectWith(SiblingsOf(newRoot));
    }

    /// <summary>The number of keys below a node.</summary>
    public static BigInteger SizeOf(int height) => BigInteger.One << height;

    /// <summary>Whether both tries have this sibling below a binary node.</summary>
    public bool IsInBoth(BigInteger start, int height, Felt hash) => both.Contains((start, height, hash));

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
