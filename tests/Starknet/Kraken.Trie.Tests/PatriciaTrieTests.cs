using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Kraken.Fields;
using Xunit;

namespace Kraken.Trie.Tests;

/// <summary>Updates, reads and proofs of tries against their definition.</summary>
public sealed class PatriciaTrieTests
{
    // Few distinct keys, near and far apart, so that updates meet the leaves and edges of the ones before.
    private static readonly Gen<Felt> Keys = Gen.Frequency(
        (3, Gen.Choose(0, 40).Select(k => (Felt)k)),
        (2, Gen.Choose(0, 250).Select(e => Felt.FromBigInteger(BigInteger.One << e))),
        (1, Gen.Choose(0, 250).Select(e => Felt.FromBigInteger((BigInteger.One << 251) - 1 - (BigInteger.One << e)))));

    private static readonly Gen<(Felt Key, Felt Value)> Changes =
        Keys.Zip(Gen.Frequency((2, Gen.Choose(1, 9).Select(v => (Felt)v)), (1, Gen.Constant(Felt.Zero))));

    private static readonly Gen<(Felt Key, Felt Value)[][]> Histories = Changes.ArrayOf().Resize(12).ArrayOf().Resize(5);

    [Fact]
    public void EveryUpdateGivesTheRootOfTheDefinition() =>
        Prop.ForAll(Histories.ToArbitrary(), history => Replays<PoseidonTrieHash>(history)).QuickCheckThrowOnFailure();

    [Fact]
    public void PedersenTriesToo() =>
        Prop.ForAll(Histories.ToArbitrary(), history => Replays<PedersenTrieHash>(history))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(10));

    [Fact]
    public void RootDoesNotDependOnTheOrderOrTheBatches() =>
        Prop.ForAll(Changes.ArrayOf().ToArbitrary(), changes =>
        {
            Dictionary<Felt, Felt> leaves = [];
            TrieNodeMap nodes = new();
            Felt single = Felt.Zero;
            foreach ((Felt key, Felt value) in changes)
            {
                leaves[key] = value;
                TrieUpdate update = PatriciaTrie<PoseidonTrieHash>.Update(nodes, single, 251, [new(key, value)]);
                nodes.Add(update.Nodes);
                single = update.Root;
            }

            TrieLeaf[] all = [.. leaves.Select(l => new TrieLeaf(l.Key, l.Value)).Reverse()];
            return PatriciaTrie<PoseidonTrieHash>.Update(new TrieNodeMap(), Felt.Zero, 251, all).Root == single;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void LargeUpdatesRunInParallelAndAgree()
    {
        Dictionary<Felt, Felt> leaves =
            Enumerable.Range(1, 2000).ToDictionary(i => Felt.FromBigInteger(BigInteger.ModPow(7, i, BigInteger.One << 251)), i => (Felt)i);
        TrieNodeMap nodes = new();
        TrieUpdate first =
            PatriciaTrie<PoseidonTrieHash>.Update(nodes, Felt.Zero, 251, [.. leaves.Take(1000).Select(l => new TrieLeaf(l.Key, l.Value))]);
        nodes.Add(first.Nodes);
        TrieUpdate second =
            PatriciaTrie<PoseidonTrieHash>.Update(nodes, first.Root, 251, [.. leaves.Skip(1000).Select(l => new TrieLeaf(l.Key, l.Value))]);
        Assert.Equal(ReferenceTrie.Root<PoseidonTrieHash>(leaves, 251), second.Root);
        Assert.Equal(second.Nodes.Count, second.Nodes.Select(n => n.Key).Distinct().Count());
    }

    [Fact]
    public void ProofsVerifyAndCannotBeChanged() =>
        Prop.ForAll(Changes.ArrayOf().ToArbitrary(), Keys.ToArbitrary(), (changes, key) =>
        {
            (TrieNodeMap nodes, Felt root, Dictionary<Felt, Felt> leaves) = Build(changes);
            Dictionary<Felt, TrieNode> proof = [];
            PatriciaTrie<PoseidonTrieHash>.Prove(nodes, root, 251, [key], proof);
            TrieProof<PoseidonTrieHash> whole = new();
            bool right = whole.TryAdd([.. proof], out _) && whole.TryGet(root, 251, key, out Felt value, out _)
                && value == leaves.GetValueOrDefault(key);
            foreach ((Felt hash, TrieNode node) in proof)
            {
                TrieProof<PoseidonTrieHash> altered = new();
                right &= !altered.TryAdd([new(hash, node with { Left = node.Left + Felt.One })], out _);
                right &= altered.TryAdd([.. proof.Where(other => other.Key != hash)], out _);
                right &= !altered.TryGet(root, 251, key, out _, out TrieProofError? error) && error.Expected == $"node {hash}";
            }

            return right;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void NodesSurviveTheirEncoding()
    {
        TrieNode[] nodes = [TrieNode.Binary(1UL, Felt.MinusOne), TrieNode.Edge(5UL, 6UL, 251), TrieNode.Edge(5UL, 0UL, 1)];
        Span<byte> bytes = stackalloc byte[TrieNode.MaxEncodedSize];
        foreach (TrieNode node in nodes)
        {
            int size = node.Encode(bytes);
            Assert.True(TrieNode.TryDecode(bytes[..size], out TrieNode decoded));
            Assert.Equal(node, decoded);
            Assert.False(TrieNode.TryDecode(bytes[..(size - 2)], out _));
        }

        bytes[64] = 252;
        Assert.False(TrieNode.TryDecode(bytes, out _));
        bytes.Fill(0xff);
        Assert.False(TrieNode.TryDecode(bytes[..64], out _));
    }

    [Fact]
    public void BadInputIsRefused()
    {
        Assert.Throws<ArgumentException>(() => PatriciaTrie<PoseidonTrieHash>.Update(new TrieNodeMap(), Felt.Zero, 8, [new(256UL, 1UL)]));
        Assert.Throws<ArgumentException>(
            () => PatriciaTrie<PoseidonTrieHash>.Update(new TrieNodeMap(), Felt.Zero, 8, [new(2UL, 1UL), new(2UL, 3UL)]));
        Assert.Throws<ArgumentException>(() => PatriciaTrie<PoseidonTrieHash>.Get(new TrieNodeMap(), Felt.Zero, 8, 256UL));
        Assert.Throws<MissingTrieNodeException>(() => PatriciaTrie<PoseidonTrieHash>.Update(new TrieNodeMap(), 7UL, 8, [new(2UL, 1UL)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PatriciaTrie<PoseidonTrieHash>.Get(new TrieNodeMap(), Felt.Zero, 252, 1UL));
    }

    private static (TrieNodeMap Nodes, Felt Root, Dictionary<Felt, Felt> Leaves) Build((Felt Key, Felt Value)[] changes)
    {
        Dictionary<Felt, Felt> leaves = [];
        foreach ((Felt key, Felt value) in changes)
        {
            leaves[key] = value;
        }

        TrieNodeMap nodes = new();
        TrieUpdate update =
            PatriciaTrie<PoseidonTrieHash>.Update(nodes, Felt.Zero, 251, [.. leaves.Select(l => new TrieLeaf(l.Key, l.Value))]);
        nodes.Add(update.Nodes);
        return (nodes, update.Root, leaves);
    }

    private static bool Replays<THash>((Felt Key, Felt Value)[][] history)
        where THash : struct, ITrieHash
    {
        Dictionary<Felt, Felt> leaves = [];
        TrieNodeMap nodes = new();
        Felt root = Felt.Zero;
        foreach ((Felt Key, Felt Value)[] batch in history)
        {
            Dictionary<Felt, Felt> changes = [];
            foreach ((Felt key, Felt value) in batch)
            {
                changes[key] = value;
                leaves[key] = value;
            }

            TrieUpdate update = PatriciaTrie<THash>.Update(nodes, root, 251, [.. changes.Select(c => new TrieLeaf(c.Key, c.Value))]);
            nodes.Add(update.Nodes);
            root = update.Root;
            if (root != ReferenceTrie.Root<THash>(leaves, 251)
                || leaves.Any(l => PatriciaTrie<THash>.Get(nodes, root, 251, l.Key) != l.Value))
            {
                return false;
            }
        }

        return true;
    }
}
