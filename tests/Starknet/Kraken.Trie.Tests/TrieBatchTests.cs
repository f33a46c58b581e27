using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Fields;
using Xunit;

namespace Kraken.Trie.Tests;

/// <summary>Tries written in batches against the same written node by node, and against their definition.</summary>
public sealed class TrieBatchTests
{
    private const int Height = 251;

    [Fact]
    public void HistoriesGiveTheNodesOfTheOracleAndTheRootOfTheDefinition()
    {
        for (int seed = 0; seed < 4000; seed++)
        {
            Replay<SumOfPowers>(seed, changes: 12, versions: 4);
        }
    }

    [Fact]
    public void SoDoTheRealHashes()
    {
        for (int seed = 0; seed < 12; seed++)
        {
            Replay<PedersenTrieHash>(seed, changes: 10, versions: 3);
            Replay<PoseidonTrieHash>(seed, changes: 10, versions: 3);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public void AnyNumberOfThreadsHashesTheSame(int threads)
    {
        Random random = new(7);
        TrieLeaf[] leaves = [.. Enumerable.Range(1, 3000).Select(i => new TrieLeaf(RandomKey(random), i))];
        TrieUpdate expected = NodeByNodeTrie<PoseidonTrieHash>.Update(new TrieNodeMap(), Felt.Zero, Height, leaves);
        TrieBatch<PoseidonTrieHash> batch = new(new TrieNodeMap()) { Threads = threads };
        PendingHash root = batch.Update(Felt.Zero, Height, Pending(batch, leaves));
        Assert.Equal(Sorted(expected.Nodes), Sorted(batch.Run()));
        Assert.Equal(expected.Root, batch[root]);
    }

    [Fact]
    public void LeavesMayDependOnRootsOfTheSameBatch()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            TrieNodeMap nodes = new();
            Felt[] inner = [.. Enumerable.Range(0, 3).Select(_ => Update(nodes, Felt.Zero, Leaves(random, 8)))];
            Felt outer = Update(nodes, Felt.Zero, inner.Select((root, i) => new TrieLeaf(i, root)));
            TrieLeaf[][] changes = [.. inner.Select(_ => Leaves(random, 6))];

            TrieBatch<SumOfPowers> batch = new(nodes);
            PendingLeaf[] leaves = new PendingLeaf[3];
            List<KeyValuePair<Felt, TrieNode>> expected = [];
            Dictionary<Felt, Felt> expectedLeaves = [];
            for (int i = 0; i < 3; i++)
            {
                // A hash of a root that may be none at all, under a key that descends: the batch sorts.
                PendingHash root = batch.Update(inner[i], Height, Pending(batch, changes[i]));
                leaves[2 - i] = new(i, root.IsZero ? root : batch.Hash(root, batch.Known(5)));
                TrieUpdate update = NodeByNodeTrie<SumOfPowers>.Update(nodes, inner[i], Height, changes[i]);
                expectedLeaves[i] = update.Root.IsZero ? Felt.Zero : SumOfPowers.Hash(update.Root, 5);
                expected.AddRange(update.Nodes);
            }

            PendingHash top = batch.Update(outer, Height, leaves);
            TrieUpdate expectedTop =
                NodeByNodeTrie<SumOfPowers>.Update(nodes, outer, Height, expectedLeaves.Select(leaf => new TrieLeaf(leaf.Key, leaf.Value)));
            Assert.Equal(Sorted(expected.Concat(expectedTop.Nodes)), Sorted(batch.Run()));
            Assert.Equal(expectedTop.Root, batch[top]);
            Assert.Equal(ReferenceTrie.Root<SumOfPowers>(expectedLeaves, Height), batch[top]);
        }
    }

    [Fact]
    public void NodesStandBehindThoseTheyAreMadeOf()
    {
        TrieUpdate update = PatriciaTrie<SumOfPowers>.Update(new TrieNodeMap(), Felt.Zero, Height, Leaves(new Random(3), 30));
        HashSet<Felt> all = [.. update.Nodes.Select(node => node.Key)];
        HashSet<Felt> seen = [];
        foreach ((Felt hash, TrieNode node) in update.Nodes)
        {
            Felt[] children = node.IsEdge ? [node.Left] : [node.Left, node.Right];
            Assert.All(children, child => Assert.True(!all.Contains(child) || seen.Contains(child)));
            seen.Add(hash);
        }

        Assert.Equal(update.Root, update.Nodes[^1].Key);
    }

    [Fact]
    public void NoNodeIsReadTwice()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            TrieNodeMap nodes = new();
            TrieLeaf[] distinct = [.. Leaves(random, 30).Select((leaf, i) => leaf with { Value = 100 + i })];
            Felt root = Update(nodes, Felt.Zero, distinct);
            ReadOnce reads = new(nodes);
            PatriciaTrie<SumOfPowers>.Update(reads, root, Height, Leaves(random, 12));
        }
    }

    [Fact]
    public void WithoutChangesNothingIsReadOrMade()
    {
        TrieUpdate update = PatriciaTrie<SumOfPowers>.Update(new TrieNodeMap(), 77, Height, []);
        Assert.Equal((Felt)77, update.Root);
        Assert.Empty(update.Nodes);
    }

    [Fact]
    public void HashesAreThereAfterTheRunAndNoneCanBeAsked()
    {
        TrieBatch<SumOfPowers> batch = new(new TrieNodeMap());
        PendingHash hash = batch.Hash(batch.Known(3), batch.Known(4));
        Assert.Equal((Felt)3, batch[batch.Known(3)]);
        Assert.True(batch.Known(0).IsZero);
        Assert.Throws<InvalidOperationException>(() => batch[hash]);
        Assert.Empty(batch.Run());
        Assert.Equal(SumOfPowers.Hash(3, 4), batch[hash]);
        Assert.Throws<InvalidOperationException>(() => batch.Hash(hash, hash));
    }

    private static void Replay<THash>(int seed, int changes, int versions)
        where THash : struct, ITrieHash
    {
        Random random = new(seed);
        Dictionary<Felt, Felt> leaves = [];
        TrieNodeMap nodes = new();
        Felt root = Felt.Zero;
        for (int version = 0; version < versions; version++)
        {
            TrieLeaf[] batch = Leaves(random, changes);
            foreach (TrieLeaf leaf in batch)
            {
                leaves[leaf.Key] = leaf.Value;
            }

            TrieUpdate expected = NodeByNodeTrie<THash>.Update(nodes, root, Height, batch);
            TrieUpdate got = PatriciaTrie<THash>.Update(nodes, root, Height, batch);
            Assert.True(
                expected.Root == got.Root && Sorted(expected.Nodes).SequenceEqual(Sorted(got.Nodes)),
                $"seed {seed}, version {version}: expected {expected.Root} of {expected.Nodes.Count}, got {got.Root} of {got.Nodes.Count}");
            nodes.Add(got.Nodes);
            root = got.Root;
        }

        // The definition takes a hundred times as long.
        if (seed % 10 == 0)
        {
            Assert.Equal(ReferenceTrie.Root<THash>(leaves, Height), root);
        }
    }

    // Keys near and far apart, so that edges split and merge at any bit; every third value removes its leaf.
    private static TrieLeaf[] Leaves(Random random, int most)
    {
        BigInteger[] stems = [.. Enumerable.Range(0, 2).Select(_ => RandomKey(new Random(random.Next(3))).ToBigInteger())];
        Dictionary<Felt, Felt> leaves = [];
        for (int i = random.Next(1, most + 1); i > 0; i--)
        {
            BigInteger key = random.Next(4) == 0
                ? random.Next(24)
                : stems[random.Next(2)] ^ (BigInteger.One << (random.Next(5) * 62)) ^ random.Next(3);
            leaves[Felt.FromBigInteger(key)] = random.Next(3);
        }

        return [.. leaves.Select(leaf => new TrieLeaf(leaf.Key, leaf.Value))];
    }

    private static Felt RandomKey(Random random)
    {
        byte[] bytes = new byte[32];
        random.NextBytes(bytes.AsSpan(0, 31));
        return Felt.FromBigInteger(new BigInteger(bytes) & ((BigInteger.One << Height) - 1));
    }

    private static PendingLeaf[] Pending<THash>(TrieBatch<THash> batch, IEnumerable<TrieLeaf> leaves)
        where THash : struct, ITrieHash => [.. leaves.Select(leaf => new PendingLeaf(leaf.Key, batch.Known(leaf.Value)))];

    private static Felt Update(TrieNodeMap nodes, Felt root, IEnumerable<TrieLeaf> leaves)
    {
        TrieUpdate update = NodeByNodeTrie<SumOfPowers>.Update(nodes, root, Height, leaves);
        nodes.Add(update.Nodes);
        return update.Root;
    }

    private static KeyValuePair<Felt, TrieNode>[] Sorted(IEnumerable<KeyValuePair<Felt, TrieNode>> nodes) =>
        [.. nodes.OrderBy(node => node.Key)];

    /// <summary>No hash that anybody should use, but different for different pairs as far as these tests go, and fast.</summary>
    private readonly struct SumOfPowers : ITrieHash
    {
        private static readonly Felt First = Felt.Parse("0x1ef15c18599971b7beced415a40f0c7deacfd9b0d1819e03d723d8bc943cfca");
        private static readonly Felt Second = Felt.Parse("0x5668060aa49730b7be4801df46ec62de53ecd11abe43a32873000c36e8dc1f");

        public static Felt Hash(in Felt left, in Felt right)
        {
            Felt x = left + First;
            Felt y = (right * First) + Second;
            return (x * x * x) + (y * y);
        }

        public static void HashPairs(ReadOnlySpan<Felt> left, ReadOnlySpan<Felt> right, Span<Felt> hashes)
        {
            for (int i = 0; i < hashes.Length; i++)
            {
                hashes[i] = Hash(left[i], right[i]);
            }
        }
    }

    private sealed class ReadOnce(TrieNodeMap nodes) : ITrieNodeReader
    {
        private readonly HashSet<Felt> read = [];

        public bool TryGetNode(in Felt hash, out TrieNode node)
        {
            Assert.True(read.Add(hash));
            return nodes.TryGetNode(hash, out node);
        }
    }
}
