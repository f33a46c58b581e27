using System;
using System.Linq;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Merkle;
using Kraken.Stark.Prover.Scalar;
using Kraken.Stark.Prover.Simd;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>The vectorised trees against the scalar ones, and their openings against the verifier.</summary>
public sealed class MerkleTreeTests : IDisposable
{
    private readonly BufferPool _pool = new();

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void EveryNodeEqualsTheScalarTreesAtAllMixturesOfSizes()
    {
        int[][] sizes = [[1], [2, 1], [3, 3, 4], [5, 7, 9], [4, 4, 8], [6, 10], [5, 6, 7, 8, 9, 10]];
        int[] counts = [1, 3, 5, 15, 16, 17, 33];
        int seed = 0;
        foreach (int[] logs in sizes)
        {
            foreach (int count in counts)
            {
                ColumnReference[] columns = Columns.Of([.. logs.Select(log => Columns.Random(_pool, log, count, seed++))]);
                ColumnReference[] sorted = [.. columns.OrderBy(column => column.LogSize)];
                using MerkleTree<Blake2sHash> fast = MerkleTrees.Commit<Blake2sChannel, Blake2sHash>(columns, _pool);
                using ScalarMerkleTree<Blake2sChannel, Blake2sHash> scalar = new(sorted);
                AssertEqual(scalar, fast);
            }
        }
    }

    [Fact]
    public void TreesOfSecureValuesEqualTheScalarOnes()
    {
        for (int log = 2; log <= 9; log++)
        {
            foreach (int leafLog in (int[])[0, 2])
            {
                using ColumnBlock secure = Columns.Random(_pool, log, 4, log);
                using MerkleTree<Blake2sHash> fast = MerkleTrees.CommitSecure<Blake2sChannel, Blake2sHash>(secure, leafLog, _pool);
                using ScalarMerkleTree<Blake2sChannel, Blake2sHash> scalar = new(secure, leafLog);
                AssertEqual(scalar, fast);
            }
        }
    }

    [Fact]
    public void OpeningsVerify()
    {
        ColumnReference[] columns = Columns.Of(Columns.Random(_pool, 6, 3, 1), Columns.Random(_pool, 8, 2, 2));
        CommittedTree<Blake2sHash> tree = CommittedTree<Blake2sHash>.Commit<Blake2sChannel>(columns, _pool);
        uint[] queries = [0, 1, 5, 100, 101, 255];
        (M31[][] values, MerkleDecommitment<Blake2sHash> decommitment) = tree.Open(queries, 8);
        Blake2sHash[] leaves = [.. queries.Select((_, i) => Blake2sChannel.HashLeaf([.. values.Select(column => column[i])]))];
        Assert.Null(MerkleVerifier<Blake2sChannel, Blake2sHash>.Verify(tree.Root, 8, queries, leaves, decommitment, "tree"));
    }

    private static void AssertEqual(MerkleTree<Blake2sHash> expected, MerkleTree<Blake2sHash> got)
    {
        Assert.Equal(expected.Height, got.Height);
        for (int log = 0; log <= expected.Height; log++)
        {
            for (int i = 0; i < 1 << log; i++)
            {
                Assert.Equal(expected.Node(log, i), got.Node(log, i));
            }
        }
    }
}
