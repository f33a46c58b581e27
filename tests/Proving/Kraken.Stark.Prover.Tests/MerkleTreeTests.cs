using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Merkle;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Merkle;
using Kraken.Stark.Prover.Scalar;
using Kraken.Stark.Prover.Transforms;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>The vectorised trees against the scalar ones, and their openings against the verifier.</summary>
public sealed class MerkleTreeTests : IDisposable
{
    private readonly BufferPool pool = new();

    public void Dispose() => pool.Dispose();

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
                ColumnReference[] columns = Columns.Of([.. logs.Select(log => Columns.Random(pool, log, count, seed++))]);
                ColumnReference[] sorted = [.. columns.OrderBy(column => column.LogSize)];
                CheckNodes<Blake2sChannel, Blake2sHash>(columns, sorted);
                CheckNodes<Blake2sM31Channel, Blake2sHash>(columns, sorted);
                CheckNodes<Poseidon252Channel, Felt>(columns, sorted);
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
                using ColumnBlock secure = Columns.Random(pool, log, 4, log);
                CheckSecure<Blake2sChannel, Blake2sHash>(secure, leafLog);
                CheckSecure<Blake2sM31Channel, Blake2sHash>(secure, leafLog);
                CheckSecure<Poseidon252Channel, Felt>(secure, leafLog);
            }
        }
    }

    /// <summary>
    /// Leaves of every number of words, the even ones with a block of padding of their own, and more leaves than go at once.
    /// </summary>
    [Fact]
    public void PoseidonLeavesOfSecureValuesAreThoseOfTheChannel()
    {
        for (int log = 0; log <= 7; log++)
        {
            using ColumnBlock secure = Columns.Random(pool, log, 4, log);
            for (int leafLog = 0; leafLog <= Math.Min(log, 5); leafLog++)
            {
                CheckSecure<Poseidon252Channel, Felt>(secure, leafLog);
            }
        }
    }

    [Fact]
    public void SubtreesHaveTheNodesOfTheWholeTree()
    {
        ColumnReference[] columns = Columns.Of(
            Columns.Random(pool, 1, 1, 1), Columns.Random(pool, 3, 17, 2), Columns.Random(pool, 6, 3, 3), Columns.Random(pool, 9, 9, 4));
        for (int logLeaves = 1; logLeaves <= 9; logLeaves++)
        {
            CheckParts<Blake2sChannel, Blake2sHash>(columns, logLeaves);
            CheckParts<Blake2sM31Channel, Blake2sHash>(columns, logLeaves);
            CheckParts<Poseidon252Channel, Felt>(columns, logLeaves);
        }
    }

    [Fact]
    public void LiftedRootsAreThoseOfLiftedTrees()
    {
        ColumnReference[] columns = Columns.Of(Columns.Random(pool, 2, 5, 1), Columns.Random(pool, 6, 2, 2));
        foreach (int logLeaves in (int[])[1, 3, 6])
        {
            CheckLiftedRoots<Blake2sChannel, Blake2sHash>(columns, logLeaves);
            CheckLiftedRoots<Blake2sM31Channel, Blake2sHash>(columns, logLeaves);
            CheckLiftedRoots<Poseidon252Channel, Felt>(columns, logLeaves);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void LiftedTreesHaveTheLeavesOfLiftedColumns(int lift)
    {
        CheckLift<Blake2sChannel, Blake2sHash>(lift);
        CheckLift<Blake2sM31Channel, Blake2sHash>(lift);
        CheckLift<Poseidon252Channel, Felt>(lift);
    }

    [Fact]
    public void PrunedTreesHaveTheNodesOfWholeOnes()
    {
        ColumnReference[] columns = Columns.Of(Columns.Random(pool, 4, 3, 1), Columns.Random(pool, 11, 2, 2));
        CheckPruned<Blake2sChannel, Blake2sHash>(columns);
        CheckPruned<Poseidon252Channel, Felt>(columns);
        using ColumnBlock secure = Columns.Random(pool, 12, 4, 3);
        CheckSecure<Blake2sChannel, Blake2sHash>(secure, 2);
        CheckSecure<Blake2sM31Channel, Blake2sHash>(secure, 0);
    }

    private void CheckPruned<TChannel, THash>(ColumnReference[] columns)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        using MerkleTree<THash> pruned = MerkleTrees.Commit<TChannel, THash>(columns, 0, pool);
        using MerkleTree<THash> whole = MerkleTrees.CommitWhole<TChannel, THash>(columns, pool);
        Assert.IsType<PrunedMerkleTree<TChannel, THash>>(pruned);
        AssertEqual(whole, pruned);
    }

    [Fact]
    public void OpeningsVerify()
    {
        ColumnReference[] columns = Columns.Of(Columns.Random(pool, 5, 3, 1), Columns.Random(pool, 7, 2, 2));
        TwiddleTable twiddles = new(8);
        foreach (int height in (int[])[0, 8, 9, 12])
        {
            int top = Math.Max(8, height);
            CommittedTree<Blake2sHash> tree =
                CommittedTree<Blake2sHash>.Commit<Blake2sChannel>(columns, new(1, height), twiddles, pool);
            uint[] queries = [0, 1, 5, 100, 101, (1u << top) - 1];
            (M31[][] values, MerkleDecommitment<Blake2sHash> decommitment) = tree.Open(queries, top);
            Blake2sHash[] leaves = [.. queries.Select((_, i) => Blake2sChannel.HashLeaf([.. values.Select(column => column[i])]))];
            Assert.Null(MerkleVerifier<Blake2sChannel, Blake2sHash>.Verify(tree.Root, top, queries, leaves, decommitment, "tree"));
        }
    }

    /// <summary>Columns that are extended a few at a time come to the leaves of those that are extended beforehand.</summary>
    [Theory]
    [InlineData(3, 1)]
    [InlineData(11, 2)]
    [InlineData(18, 1)]
    public void TreesOverCoefficientsAreThoseOverTheirExtensions(int log, int blowup)
    {
        TwiddleTable twiddles = new(log + blowup);
        ColumnReference[] coefficients =
            Columns.Of(Columns.Random(pool, 2, 5, 1), Columns.Random(pool, (log + 2) / 2, 30, 2), Columns.Random(pool, log, 40, 3));
        ColumnReference[] extended = [.. coefficients.Select(column =>
        {
            ColumnBlock values = ColumnTransforms.Values(
                column.Block, column.LogSize + blowup, column.LogSize + blowup, twiddles, pool);
            return new ColumnReference(values, column.Index);
        })];
        CheckRoot<Blake2sChannel, Blake2sHash>();
        CheckRoot<Blake2sM31Channel, Blake2sHash>();

        void CheckRoot<TChannel, THash>()
            where TChannel : IMerkleChannel<THash>
            where THash : unmanaged, IEquatable<THash>
        {
            CommittedTree<THash> tree = CommittedTree<THash>.Commit<TChannel>(coefficients, new(blowup, 0), twiddles, pool);
            using MerkleTree<THash> expected = MerkleTrees.CommitWhole<TChannel, THash>(extended, pool);
            Assert.Equal(expected.Root, tree.Root);
            uint[] queries = [0, 3, (1u << (log + blowup)) - 2];
            (M31[][] values, _) = tree.Open(queries, log + blowup);
            Assert.All(queries.Select((query, i) => (query, i)), asked => Assert.Equal(
                extended.Select(column => column.Rows[(int)LiftedIndex.ToColumn(asked.query, log + blowup, column.LogSize)]),
                values.Select(column => column[asked.i].Value)));
            Assert.Equal(expected.Node(log + blowup, queries[2]), tree.Tree.Node(log + blowup, queries[2]));
        }
    }

    private void CheckNodes<TChannel, THash>(ColumnReference[] columns, ColumnReference[] sorted)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        using MerkleTree<THash> fast = MerkleTrees.Commit<TChannel, THash>(columns, 0, pool);
        using ScalarMerkleTree<TChannel, THash> scalar = new(sorted);
        AssertEqual(scalar, fast);
    }

    /// <summary>Subtrees against the oracle of the whole, and the upper layers of a tree made of them.</summary>
    private void CheckParts<TChannel, THash>(ColumnReference[] columns, int logLeaves)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        using ScalarMerkleTree<TChannel, THash> whole = new(columns);
        int part = 0;
        foreach (MerkleTree<THash> tree in TreeParts.Of<TChannel, THash>(columns, logLeaves, pool))
        {
            for (int log = 0; log <= logLeaves; log++)
            {
                for (int i = 0; i < 1 << log; i++)
                {
                    Assert.Equal(whole.Node(whole.Height - logLeaves + log, (part << log) + i), tree.Node(log, i));
                }
            }

            part++;
        }

        Assert.Equal(1 << (whole.Height - logLeaves), part);
        if (logLeaves >= PrunedMerkleTree<TChannel, THash>.PrunedLayers)
        {
            AssertEqual(whole, PrunedMerkleTree<TChannel, THash>.Of(
                TreeParts.Of<TChannel, THash>(columns, logLeaves, pool),
                whole.Height,
                LeafRows.OfColumns<TChannel, THash>(columns, whole.Height)));
        }
    }

    private void CheckLiftedRoots<TChannel, THash>(ColumnReference[] columns, int logLeaves)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        const int Lifts = 4;
        int height = columns[^1].LogSize;
        THash[] expected = [.. Enumerable.Range(height, Lifts + 1)
            .Select(lifted => MerkleTrees.Commit<TChannel, THash>(columns, lifted, pool).Root)];
        for (int least = 0; least <= Lifts; least++)
        {
            int subtrees = 0;
            IReadOnlyList<THash> roots = MerkleTrees.LiftedRoots<TChannel, THash>(
                columns, (least, Lifts), logLeaves, pool, () => subtrees++);
            Assert.Equal(expected[least..], roots);
            Assert.Equal(1 << (height - logLeaves), subtrees);
        }
    }

    private void CheckSecure<TChannel, THash>(ColumnBlock secure, int leafLog)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        using MerkleTree<THash> fast = MerkleTrees.CommitSecure<TChannel, THash>(secure, leafLog, pool);
        using ScalarMerkleTree<TChannel, THash> scalar = new(secure, leafLog);
        AssertEqual(scalar, fast);
    }

    /// <summary>The oracle commits to the columns written out at the larger size.</summary>
    private void CheckLift<TChannel, THash>(int lift)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        foreach (int[] logs in (int[][])[[1], [1, 3], [2, 2, 5], [4]])
        {
            ColumnReference[] columns = Columns.Of([.. logs.Select((log, i) => Columns.Random(pool, log, 3, log + i))]);
            int height = logs[^1] + lift;
            ColumnReference[] written = [.. columns.Select(column => WriteOut(column, height))];
            using ScalarMerkleTree<TChannel, THash> expected = new(written);
            using MerkleTree<THash> got = MerkleTrees.Commit<TChannel, THash>(columns, height, pool);
            AssertEqual(expected, got);
        }
    }

    private ColumnReference WriteOut(ColumnReference column, int height)
    {
        ColumnBlock block = new(pool, height, 1);
        for (int slot = 0; slot < 1 << height; slot++)
        {
            block.Rows(0)[slot] = column.Rows[(int)LiftedIndex.ToColumn((uint)slot, height, column.LogSize)];
        }

        return new(block, 0);
    }

    private static void AssertEqual<THash>(MerkleTree<THash> expected, MerkleTree<THash> got)
        where THash : unmanaged, IEquatable<THash>
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
