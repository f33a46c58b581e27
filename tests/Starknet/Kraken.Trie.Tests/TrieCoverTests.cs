using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Fields;
using Xunit;

namespace Kraken.Trie.Tests;

/// <summary>The nodes above keys, held against the descents to each of them.</summary>
public sealed class TrieCoverTests
{
    [Theory]
    [InlineData(8, 1)]
    [InlineData(8, 120)]
    [InlineData(251, 1)]
    [InlineData(251, 90)]
    public void TheNodesAreThoseOnTheWaysToTheKeys(int height, int leaves)
    {
        Random random = new(leaves);
        Felt Key() => Felt.FromBigInteger((new BigInteger(random.NextInt64()) << (height - 8)) % (BigInteger.One << height));
        TrieUpdate built = PatriciaTrie<PoseidonTrieHash>.Update(
            new TrieNodeMap(), Felt.Zero, height,
            [.. Enumerable.Range(0, leaves).Select(_ => Key()).Distinct().Select(key => new TrieLeaf(key, Felt.One))]);
        CountedNodes nodes = new();
        nodes.Add(built.Nodes);
        TrieCover cover = new(nodes, built.Root, height);
        HashSet<(int Height, BigInteger Key)> places = [];
        for (int group = 0; group < 200; group++)
        {
            HashSet<(int Height, BigInteger Key)> with = [.. places];
            for (int i = random.Next(4); i >= 0; i--)
            {
                Felt key = Key();
                cover.Add(key);
                int at = height;
                foreach (TrieStep step in TrieDescent.To(nodes.Map, built.Root, height, key))
                {
                    with.Add((at, key.ToBigInteger() >> at));
                    at = step.NextHeight;
                }
            }

            Assert.Equal(with.Count, cover.Count);
            Assert.Equal(with.Count - places.Count, cover.Latest);
            if (random.Next(2) == 0)
            {
                cover.Keep();
                places = with;
            }
            else
            {
                cover.Forget();
            }

            Assert.Equal((places.Count, 0), (cover.Count, cover.Latest));
        }

        // What was kept is not read again.
        TrieCover whole = new(nodes, built.Root, height);
        Felt[] keys = [.. Enumerable.Range(0, 50).Select(_ => Key())];
        Assert.All(keys, key => whole.Add(key));
        int reads = nodes.Reads;
        Assert.All(keys, key => whole.Add(key));
        Assert.Equal(reads, nodes.Reads);
    }

    [Fact]
    public void WhatIsWrongIsSaid()
    {
        Assert.Throws<ArgumentException>(() => new TrieCover(new TrieNodeMap(), Felt.Zero, 8).Add(256));
        TrieUpdate built = PatriciaTrie<PoseidonTrieHash>.Update(
            new TrieNodeMap(), Felt.Zero, 8, [new TrieLeaf(1, Felt.One), new TrieLeaf(255, Felt.One)]);
        TrieNodeMap top = new();
        top.Add(built.Nodes.Where(node => node.Key == built.Root));
        TrieCover cover = new(top, built.Root, 8);
        Assert.Throws<MissingTrieNodeException>(() => cover.Add(1));

        // What was read before is there, and goes with the group.
        Assert.Equal((1, 1), (cover.Count, cover.Latest));
        cover.Forget();
        Assert.Equal(0, cover.Count);
    }

    private sealed class CountedNodes : ITrieNodeReader
    {
        internal TrieNodeMap Map { get; } = new();

        internal int Reads { get; private set; }

        public bool TryGetNode(in Felt hash, out TrieNode node)
        {
            Reads++;
            return Map.TryGetNode(hash, out node);
        }

        internal void Add(IEnumerable<KeyValuePair<Felt, TrieNode>> entries) => Map.Add(entries);
    }
}
