using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Fields;
using Xunit;

namespace Kraken.Trie.Tests;

/// <summary>The difference of two tries against the sets of all their nodes with their places.</summary>
public sealed class TrieDifferenceTests
{
    private const int Height = 251;

    private static readonly Felt[] Keys =
    [
        0, 1, 2, 3, 8, 9, 10, 11, Felt.FromBigInteger(BigInteger.One << 250), Felt.FromBigInteger((BigInteger.One << 251) - 1),
        Felt.FromBigInteger(BigInteger.One << 128), Felt.FromBigInteger((BigInteger.One << 128) + 1),
    ];

    [Fact]
    public void BothSidesAreThePlacesThatOnlyOneTrieHas()
    {
        Random random = new(1);
        TrieNodeMap nodes = new();
        List<Felt> roots = [Felt.Zero];
        for (int i = 0; i < 300; i++)
        {
            // Of an old version now and then, so that the versions are no chain; few values, so that nodes come back.
            Felt parent = roots[random.Next(4) == 0 ? random.Next(roots.Count) : ^1];
            TrieLeaf[] leaves = [.. Keys.Where(_ => random.Next(3) == 0).Select(key => new TrieLeaf(key, random.Next(3)))];
            TrieUpdate update = PatriciaTrie<PoseidonTrieHash>.Update(nodes, parent, Height, leaves);
            nodes.Add(update.Nodes);
            roots.Add(update.Root);
        }

        for (int i = 0; i < 1000; i++)
        {
            (Felt before, Felt after) = (roots[random.Next(roots.Count)], roots[random.Next(roots.Count)]);
            TrieDifference difference = TrieDifference.Between(nodes, before, nodes, after, Height);
            HashSet<(int, BigInteger, Felt)> old = Places(nodes, before);
            HashSet<(int, BigInteger, Felt)> present = Places(nodes, after);
            Assert.Equal(Hashes(old.Except(present)), difference.Removed.Select(node => node.Key).Order());
            Assert.Equal(Hashes(present.Except(old)), difference.Added.Select(node => node.Key).Order());
            Assert.All(difference.Removed.Concat(difference.Added), node => Assert.Equal(node.Key, node.Value.Hash<PoseidonTrieHash>()));
        }
    }

    [Fact]
    public void OnlyChangedPathsAreRead()
    {
        TrieNodeMap nodes = new();
        TrieLeaf[] leaves =
        [
            .. Enumerable.Range(1, 1000).Select(i => new TrieLeaf(Felt.FromBigInteger(BigInteger.ModPow(7, i, BigInteger.One << 251)), i)),
        ];
        TrieUpdate first = PatriciaTrie<PoseidonTrieHash>.Update(nodes, Felt.Zero, Height, leaves);
        nodes.Add(first.Nodes);
        TrieUpdate second = PatriciaTrie<PoseidonTrieHash>.Update(nodes, first.Root, Height, [leaves[500] with { Value = 7 }]);
        TrieNodeMap added = new();
        added.Add(second.Nodes);
        CountingReader counted = new(nodes);
        TrieDifference difference = TrieDifference.Between(counted, first.Root, added, second.Root, Height);
        Assert.Equal(second.Nodes.Select(node => node.Key).Order(), difference.Added.Select(node => node.Key).Order());
        Assert.Equal(difference.Removed.Count, counted.Reads);
        Assert.InRange(counted.Reads, 5, 40);
    }

    [Fact]
    public void AMissingNodeIsNamed()
    {
        TrieNodeMap nodes = new();
        TrieUpdate update = PatriciaTrie<PoseidonTrieHash>.Update(nodes, Felt.Zero, Height, [new(1, 2)]);
        Assert.Equal(
            update.Root,
            Assert.Throws<MissingTrieNodeException>(() => TrieDifference.Between(nodes, Felt.Zero, nodes, update.Root, Height)).Hash);
    }

    private static IEnumerable<Felt> Hashes(IEnumerable<(int Height, BigInteger Path, Felt Hash)> places) =>
        places.Select(place => place.Hash).Order();

    private static HashSet<(int Height, BigInteger Path, Felt Hash)> Places(TrieNodeMap nodes, Felt root)
    {
        HashSet<(int, BigInteger, Felt)> places = [];
        Stack<(int Height, BigInteger Path, Felt Hash)> open = new([(Height, BigInteger.Zero, root)]);
        while (open.TryPop(out (int Height, BigInteger Path, Felt Hash) place))
        {
            if (place.Height == 0 || place.Hash.IsZero)
            {
                continue;
            }

            Assert.True(nodes.TryGetNode(place.Hash, out TrieNode node));
            places.Add(place);
            if (node.IsEdge)
            {
                open.Push((place.Height - node.Length, (place.Path << node.Length) + node.Right.ToBigInteger(), node.Left));
                continue;
            }

            open.Push((place.Height - 1, place.Path << 1, node.Left));
            open.Push((place.Height - 1, (place.Path << 1) + 1, node.Right));
        }

        return places;
    }

    private sealed class CountingReader(TrieNodeMap nodes) : ITrieNodeReader
    {
        public int Reads { get; private set; }

        public bool TryGetNode(in Felt hash, out TrieNode node)
        {
            Reads++;
            return nodes.TryGetNode(hash, out node);
        }
    }
}
