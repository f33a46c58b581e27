using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Merkle;
using Kraken.Stark.Pcs;
using Xunit;

namespace Kraken.Stark.Tests;

/// <summary>Openings of a lifted tree, built here naively, leaf by leaf.</summary>
public sealed class MerkleTests
{
    private const int Height = 6;
    private static readonly int[] LogSizes = [6, 3, 1, 6, 3, 5];

    [Fact]
    public void BlakeOpeningsAreAccepted() => CheckOpenings<Blake2sChannel, Blake2sHash>();

    [Fact]
    public void PoseidonOpeningsAreAccepted() => CheckOpenings<Poseidon252Channel, Felt>();

    [Fact]
    public void EveryFaultHasItsOwnError()
    {
        Tree<Blake2sChannel, Blake2sHash> tree = new();
        uint[] queries = [3, 4, 5, 40];
        M31[][] values = tree.Open(queries);
        Blake2sHash[] witness = tree.Witness(queries);
        Assert.Null(tree.Verify(queries, Height, values, witness));
        Assert.Equal(VerifyErrorKind.MerkleWitnessTooShort, tree.Verify(queries, Height, values, witness[..^1])?.Kind);
        Assert.Equal(VerifyErrorKind.MerkleWitnessTooLong, tree.Verify(queries, Height, values, [.. witness, witness[0]])?.Kind);
        values[2][1] += M31.One;
        Assert.Equal(VerifyErrorKind.MerkleRoot, tree.Verify(queries, Height, values, witness)?.Kind);
    }

    [Fact]
    public void QueriesOfALargerDomainMayMeetOneLeafTwice()
    {
        Tree<Blake2sChannel, Blake2sHash> tree = new();
        uint[] queries = [2, 4, 5, 250];
        uint[] leaves = [.. queries.Select(q => LiftedIndex.ToTree(q, 8, Height))];
        Assert.Equal(new uint[] { 0, 0, 1, 62 }, leaves);
        M31[][] values = tree.Open(leaves);
        Blake2sHash[] witness = tree.Witness([.. leaves.Distinct().Order()]);
        Assert.Null(tree.Verify(queries, 8, values, witness));
        values[0][0] += M31.One;
        Assert.Equal(VerifyErrorKind.QueriedValues, tree.Verify(queries, 8, values, witness)?.Kind);
    }

    [Fact]
    public void TreeWithoutColumnsHasTheEmptyRoot()
    {
        TreeOpening<Blake2sChannel, Blake2sHash> opening = new("empty", 0, []);
        Assert.Null(opening.Verify(Blake2sChannel.EmptyRoot, [1], 4, [], new([])));
        Assert.Equal(VerifyErrorKind.MerkleRoot, opening.Verify(default, [1], 4, [], new([]))?.Kind);
    }

    private static void CheckOpenings<TChannel, THash>()
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        Tree<TChannel, THash> tree = new();
        uint[][] cases = [[0], [63], [0, 1], [5, 6], [.. Enumerable.Range(0, 64).Select(i => (uint)i)], [1, 8, 9, 30, 31, 62]];
        foreach (uint[] queries in cases)
        {
            Assert.Null(tree.Verify(queries, Height, tree.Open(queries), tree.Witness(queries)));
        }
    }

    private sealed class Tree<TChannel, THash>
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        private readonly M31[][] columns;
        private readonly List<THash[]> layers = [];
        private readonly int[] order = TreeColumns.StableOrder(LogSizes);

        internal Tree()
        {
            Random random = new(5);
            columns = [.. LogSizes.Select(log => Enumerable.Range(0, 1 << log).Select(_ => (M31)random.Next(int.MaxValue)).ToArray())];
            layers.Add([.. Enumerable.Range(0, 1 << Height).Select(p => TChannel.HashLeaf([.. order.Select(c => At(c, (uint)p))]))]);
            while (layers[^1].Length > 1)
            {
                THash[] below = layers[^1];
                layers.Add([.. Enumerable.Range(0, below.Length / 2).Select(i => TChannel.HashNode(below[2 * i], below[(2 * i) + 1]))]);
            }
        }

        internal M31[][] Open(uint[] leaves) =>
            [.. Enumerable.Range(0, LogSizes.Length).Select(c => leaves.Select(p => At(c, p)).ToArray())];

        internal THash[] Witness(uint[] leaves)
        {
            List<THash> witness = [];
            uint[] known = leaves;
            for (int layer = 0; layer < Height; layer++)
            {
                witness.AddRange(known.Where(p => !known.Contains(p ^ 1)).Select(p => layers[layer][p ^ 1]));
                known = [.. known.Select(p => p >> 1).Distinct()];
            }

            return [.. witness];
        }

        internal VerifyError? Verify(uint[] queries, int logDomain, M31[][] values, THash[] witness) =>
            new TreeOpening<TChannel, THash>("tree", Height, order).Verify(layers[^1][0], queries, logDomain, values, new(witness));

        private M31 At(int column, uint leaf) => columns[column][((leaf >> (Height - LogSizes[column] + 1)) << 1) | (leaf & 1)];
    }
}
