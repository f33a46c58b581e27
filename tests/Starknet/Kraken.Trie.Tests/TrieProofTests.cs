using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Fields;
using Xunit;

namespace Kraken.Trie.Tests;

/// <summary>Nodes of unknown origin: what is refused, and that what is left is enough to write into.</summary>
public sealed class TrieProofTests
{
    private const int Height = 251;
    private static readonly Felt TooLong = Felt.FromBigInteger(BigInteger.One << 7);

    public static TheoryData<string, TrieNode> MalformedNodes => new()
    {
        { "a binary node of two children", TrieNode.Binary(5, 0) },
        { "a binary node of two children", TrieNode.Binary(0, 5) },
        { "an edge to a node or leaf", TrieNode.Edge(0, 1, 3) },
        { "a path below 2^7", TrieNode.Edge(5, TooLong, 7) },
        { "an edge of 1 to 251 bits", TrieNode.Edge(5, 1, 252) },
    };

    [Theory]
    [MemberData(nameof(MalformedNodes))]
    public void AMalformedNodeIsRefusedWhateverItsHash(string expected, TrieNode node)
    {
        TrieNode sound = TrieNode.Edge(5, TooLong, 8);
        TrieProof<PedersenTrieHash> proof = new();
        Assert.False(proof.TryAdd(
            [new(sound.Hash<PedersenTrieHash>(), sound), new(node.Hash<PedersenTrieHash>(), node)], out TrieProofError? error));
        Assert.Equal(("node 1", expected), (error.Where, error.Expected));
    }

    [Fact]
    public void ANodeThatSaysItIsItsOwnChildIsRefused()
    {
        TrieNode cycle = TrieNode.Binary(77, 77);
        Assert.False(new TrieProof<PoseidonTrieHash>().TryAdd([new(77, cycle)], out TrieProofError? error));
        Assert.Equal(("node 0", $"content of hash {(Felt)77}"), (error.Where, error.Expected));
        Assert.EndsWith($"of hash {cycle.Hash<PoseidonTrieHash>()}", error.Got, StringComparison.Ordinal);
    }

    [Fact]
    public void EdgesBelowEdgesAndEdgesBeyondTheLeavesAreRefused()
    {
        TrieNode lower = TrieNode.Edge(5, 1, 250);
        TrieNode upper = TrieNode.Edge(lower.Hash<PedersenTrieHash>(), 0, 1);
        TrieProof<PedersenTrieHash> proof = new();
        Assert.True(proof.TryAdd(
            [new(upper.Left, lower), new(upper.Hash<PedersenTrieHash>(), upper)], out _));
        Assert.False(proof.TryGet(upper.Hash<PedersenTrieHash>(), Height, 1, out _, out TrieProofError? error));
        Assert.Equal(
            ("the node at height 250 on the way to 0x1", "a binary node below an edge"), (error.Where, error.Expected));
        Assert.False(proof.TryGet(upper.Left, 249, 1, out _, out error));
        Assert.EndsWith("too long for its place", error.Got, StringComparison.Ordinal);
        Assert.True(proof.TryGet(upper.Left, 250, 1, out Felt value, out _));
        Assert.Equal(5, value);
    }

    /// <summary>A leaf may have the hash of a node as its value: it is a leaf all the same.</summary>
    [Fact]
    public void ALeafIsNotOpened()
    {
        TrieNode lower = TrieNode.Edge(5, 1, 250);
        TrieNode root = TrieNode.Edge(lower.Hash<PedersenTrieHash>(), 3, Height);
        TrieProof<PedersenTrieHash> proof = new();
        Assert.True(proof.TryAdd([new(root.Left, lower), new(root.Hash<PedersenTrieHash>(), root)], out _));
        Assert.True(proof.TryGet(root.Hash<PedersenTrieHash>(), Height, 3, out Felt value, out _));
        Assert.Equal(root.Left, value);
    }

    [Fact]
    public void WithItsNeighboursAPartIsWrittenAsTheWholeIs()
    {
        int rounds = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            Felt[] keys = [.. Enumerable.Range(0, 4 + (seed % 40)).Select(i => Key(random, i)).Distinct()];
            TrieLeaf[] before = [.. keys.Where(_ => random.Next(3) != 0).Select(key => new TrieLeaf(key, 1 + random.Next(1000)))];
            TrieNodeMap whole = new();
            TrieUpdate old = PatriciaTrie<PoseidonTrieHash>.Update(whole, Felt.Zero, Height, before);
            whole.Add(old.Nodes);

            // Written, removed, and read only.
            Felt Present(Felt key) => PatriciaTrie<PoseidonTrieHash>.Get(whole, old.Root, Height, key);
            TrieLeaf[] update = [.. keys.Where(_ => random.Next(2) != 0).Select(key => new TrieLeaf(
                key, random.Next(3) switch { 0 => 0, 1 => random.Next(9), _ => Present(key) }))];
            TrieUpdate expected = PatriciaTrie<PoseidonTrieHash>.Update(whole, old.Root, Height, update);
            whole.Add(expected.Nodes);
            TrieProof<PoseidonTrieHash> part = new();
            IReadOnlyList<Felt> asked = [.. update.Select(leaf => leaf.Key)];
            for (int round = 0; asked.Count > 0; round++)
            {
                Assert.InRange(round, 0, 1);
                rounds = Math.Max(rounds, round);
                Dictionary<Felt, TrieNode> proof = [];
                PatriciaTrie<PoseidonTrieHash>.Prove(whole, old.Root, Height, asked, proof);
                Assert.True(part.TryAdd([.. proof], out _));
                asked = TrieNeighbours.Of(part, old.Root, Height, update);
            }

            Assert.Equal(expected.Root, PatriciaTrie<PoseidonTrieHash>.Update(part, old.Root, Height, update).Root);
        }

        Assert.Equal(1, rounds);
    }

    // Near and far apart.
    private static Felt Key(Random random, int index) => index % 3 == 0 ? Felt.FromBigInteger(BigInteger.One << random.Next(251))
        : index % 3 == 1 ? (Felt)(ulong)random.Next(64)
        : Felt.FromBigInteger((BigInteger.One << 251) - 1 - random.Next(16));
}
