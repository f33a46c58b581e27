using System;
using System.Collections.Generic;
using Kraken.Fields;

namespace Kraken.Trie;

/// <summary>
/// The nodes above some keys of one trie, those that writing the keys replaces: each is read once, however many of the keys are below it.
/// Keys come in groups, of which each is kept or forgotten. Not safe for several threads.
/// </summary>
/// <param name="nodes">The store of the trie's nodes.</param>
/// <param name="root">The root; zero for the empty trie.</param>
/// <param name="height">The bits of a key, 1..251.</param>
public sealed class TrieCover(ITrieNodeReader nodes, Felt root, int height)
{
    // Nodes that are alike at two places count twice: a place is found from the one above it.
    private readonly Place above = new(default);
    private readonly List<(Place Above, bool IsRight)> latest = [];

    /// <summary>How many nodes stand above the keys.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them came with the keys since <see cref="Keep"/> or <see cref="Forget"/>.</summary>
    public int Latest => latest.Count;

    /// <summary>Adds the nodes above a key.</summary>
    /// <param name="key">The key, below 2^height.</param>
    /// <exception cref="ArgumentException">The key is not.</exception>
    /// <exception cref="MissingTrieNodeException">A node on the way is not in the store; those above it are added.</exception>
    public void Add(in Felt key)
    {
        TriePath path = new(key);
        if (!path.IsBelow(height))
        {
            throw new ArgumentException($"key {key} is not below 2^{height}", nameof(key));
        }

        Place from = above;
        bool isRight = false;
        Felt hash = root;
        int left = height;
        while (left > 0 && !hash.IsZero)
        {
            Place place = (isRight ? from.Right : from.Left) ?? Grow(from, isRight, nodes.Load(hash, left));
            TrieNode node = place.Node;
            left -= Math.Max(1, (int)node.Length);
            isRight = !node.IsEdge && path.Bit(left);
            bool leadsOn = !node.IsEdge || path.Slice(left, left + node.Length).ToFelt() == node.Right;
            hash = isRight ? node.Right : leadsOn ? node.Left : Felt.Zero;
            from = place;
        }
    }

    /// <summary>The keys since the last call belong to the others from now on.</summary>
    public void Keep() => latest.Clear();

    /// <summary>Takes the nodes away that came with the keys since the last call.</summary>
    public void Forget()
    {
        foreach ((Place from, bool isRight) in latest)
        {
            from.Set(isRight, null);
        }

        Count -= latest.Count;
        latest.Clear();
    }

    private Place Grow(Place from, bool isRight, in TrieNode node)
    {
        Place place = new(node);
        from.Set(isRight, place);
        latest.Add((from, isRight));
        Count++;
        return place;
    }

    private sealed class Place(TrieNode node)
    {
        internal TrieNode Node { get; } = node;

        internal Place? Left { get; private set; }

        internal Place? Right { get; private set; }

        internal void Set(bool isRight, Place? below)
        {
            if (isRight)
            {
                Right = below;
            }
            else
            {
                Left = below;
            }
        }
    }
}
