using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Blocks;
using Xunit;

namespace Kraken.Starknet.Tests.Blocks;

public sealed class IndexedCommitmentTests
{
    [Fact]
    public void TheRootEqualsThatOfTheDefinitionLevelByLevel()
    {
        for (int count = 0; count <= 33; count++)
        {
            Felt[] leaves = [.. Enumerable.Range(1, count).Select(i => Poseidon.HashSingle(i))];
            Assert.Equal(ByDefinition(leaves), IndexedCommitment.Root(leaves));
        }
    }

    // A node is (bottom, length of the left edge above it); a node without right sibling only grows its edge.
    private static Felt ByDefinition(Felt[] leaves)
    {
        List<(Felt Bottom, int Edge)> level = [.. leaves.Select(leaf => (leaf, 0))];
        for (int height = 0; height < 64 && level.Count > 0; height++)
        {
            level = [.. level.Chunk(2).Select(
                pair => pair.Length == 2 ? (Poseidon.Hash(Close(pair[0]), Close(pair[1])), 0) : (pair[0].Bottom, pair[0].Edge + 1))];
        }

        return level.Count == 0 ? Felt.Zero : Close(level[0]);
    }

    private static Felt Close((Felt Bottom, int Edge) node) =>
        node.Edge == 0 ? node.Bottom : Poseidon.Hash(node.Bottom, Felt.Zero) + node.Edge;
}
