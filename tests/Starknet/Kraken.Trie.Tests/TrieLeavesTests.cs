using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Xunit;

namespace Kraken.Trie.Tests;

public sealed class TrieLeavesTests
{
    [Theory]
    [InlineData(8, 0)]
    [InlineData(8, 1)]
    [InlineData(8, 200)]
    [InlineData(251, 1)]
    [InlineData(251, 60)]
    public void TheLeavesAreThoseThatWerePut(int height, int count)
    {
        (TrieNodeMap nodes, Felt root, TrieLeaf[] leaves) = Build(height, count);
        Assert.Equal(leaves.OrderBy(leaf => leaf.Key), TrieLeaves.Of<PoseidonTrieHash>(nodes, root, height));
    }

    [Fact]
    public void ANodeThatIsAnotherOrMissingIsFound()
    {
        (_, Felt root, TrieLeaf[] leaves) = Build(251, 20);
        TrieUpdate built = PatriciaTrie<PoseidonTrieHash>.Update(new TrieNodeMap(), Felt.Zero, 251, leaves);
        foreach (KeyValuePair<Felt, TrieNode> node in built.Nodes)
        {
            TrieNodeMap without = new();
            without.Add(built.Nodes.Where(other => other.Key != node.Key));
            Assert.Throws<MissingTrieNodeException>(() => Count(without, root));
            TrieNodeMap other = new();
            other.Add(built.Nodes.Where(kept => kept.Key != node.Key));
            other.Add([new(node.Key, node.Value with { Left = node.Value.Left + 1 })]);
            Assert.Throws<MissingTrieNodeException>(() => Count(other, root));
        }

        // Nodes that hash to what they should and are of no form that a trie has.
        TrieNode[] malformed = [TrieNode.Binary(0, 1), TrieNode.Binary(1, 0), TrieNode.Edge(1, 2, 1), TrieNode.Edge(0, 1, 1)];
        foreach (TrieNode wrong in malformed)
        {
            TrieNodeMap nodes = new();
            Felt hash = wrong.Hash<PoseidonTrieHash>();
            nodes.Add([new(hash, wrong)]);
            Assert.Throws<MissingTrieNodeException>(() => TrieLeaves.Of<PoseidonTrieHash>(nodes, hash, 1).Count());
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => TrieLeaves.Of<PoseidonTrieHash>(new TrieNodeMap(), root, 252));
    }

    private static int Count(TrieNodeMap nodes, Felt root) => TrieLeaves.Of<PoseidonTrieHash>(nodes, root, 251).Count();

    private static (TrieNodeMap Nodes, Felt Root, TrieLeaf[] Leaves) Build(int height, int count)
    {
        Random random = new(count);
        Felt[] keys = height > 64
            ? [.. Enumerable.Range(0, count).Select(at => (Felt)(ulong)random.NextInt64() * (Felt)(ulong)(at + 1))]
            : [.. Enumerable.Range(0, 256).OrderBy(_ => random.Next()).Take(count).Select(key => (Felt)(ulong)key)];
        TrieLeaf[] leaves = [.. keys.Distinct().Select((key, at) => new TrieLeaf(key, (ulong)(at + 1)))];
        TrieUpdate built = PatriciaTrie<PoseidonTrieHash>.Update(new TrieNodeMap(), Felt.Zero, height, leaves);
        TrieNodeMap nodes = new();
        nodes.Add(built.Nodes);
        return (nodes, built.Root, leaves);
    }
}
