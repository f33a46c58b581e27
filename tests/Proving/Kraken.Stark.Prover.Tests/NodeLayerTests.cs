using System;
using System.Linq;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Prover.Merkle;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>Layers of nodes against one hash after the other, at sizes around those that are hashed at once.</summary>
public sealed class NodeLayerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(256)]
    public void LayersAreTheHashesOfTheirNodes(int nodes)
    {
        Check<Poseidon252Channel, Felt>(nodes, i => (Felt)(ulong)(i + 5) * (Felt)0x9e3779b97f4a7c15UL);
        Check<Blake2sChannel, Blake2sHash>(nodes, Blake);
        Check<Blake2sM31Channel, Blake2sHash>(nodes, Blake);
    }

    /// <summary>A node that stands 2^k times is above itself k times, which is what lifting makes of a pair of leaves.</summary>
    [Fact]
    public void RepeatedNodesMeetThemselves()
    {
        Felt[] nodes = [.. Enumerable.Range(1, 8).Select(i => (Felt)(ulong)i)];
        Felt[] twice = NodeLayers.Meet<Poseidon252Channel, Felt>(NodeLayers.Meet<Poseidon252Channel, Felt>(nodes));
        Felt[] repeated = [.. nodes.SelectMany(node => Enumerable.Repeat(node, 4))];
        Felt[] halved = NodeLayers.Halve<Poseidon252Channel, Felt>(NodeLayers.Halve<Poseidon252Channel, Felt>(repeated));
        Assert.Equal(halved, twice);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20, 1)]
    [InlineData(21, 2)]
    [InlineData(25, 32)]
    public void TreesAreMadeInSubtreesOfAMillionLeaves(int logSize, int subtrees) =>
        Assert.Equal(subtrees, MerkleTrees.SubtreeCount(logSize));

    private static Blake2sHash Blake(int i) => Blake2sHash.FromBytes([.. Enumerable.Range(0, 32).Select(k => (byte)((37 * i) + k))]);

    private static void Check<TChannel, THash>(int nodes, Func<int, THash> make)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        THash[] layer = [.. Enumerable.Range(0, nodes).Select(make)];
        Assert.Equal(layer.Select(node => TChannel.HashNode(node, node)), NodeLayers.Meet<TChannel, THash>(layer));
        THash[] above = layer;
        while (above.Length > 1)
        {
            THash[] expected = [.. above.Chunk(2).Select(pair => TChannel.HashNode(pair[0], pair[1]))];
            Assert.Equal(expected, NodeLayers.Halve<TChannel, THash>(above));
            above = expected;
        }

        Assert.Equal(above[0], NodeLayers.Root<TChannel, THash>(layer));
    }
}
