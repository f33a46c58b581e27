using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Merkle;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Merkle;

namespace Kraken.Stark.Prover;

/// <summary>
/// Committed columns: their coefficients, and the tree over their values on the extended domains. The values themselves are not kept, but
/// made where they are read.
/// </summary>
/// <typeparam name="THash">A tree node.</typeparam>
public sealed class CommittedTree<THash>
    where THash : unmanaged, IEquatable<THash>
{
    private readonly ColumnReference[] columns;
    private readonly IOpenedLeaves<THash> leaves;

    private CommittedTree(ColumnReference[] columns, IOpenedLeaves<THash> leaves, MerkleTree<THash> tree)
    {
        this.columns = columns;
        this.leaves = leaves;
        Tree = tree;
    }

    /// <summary>The coefficients in commit order.</summary>
    public IReadOnlyList<ColumnReference> Columns => columns;

    /// <summary>The Merkle tree over the rows of the extended columns.</summary>
    public MerkleTree<THash> Tree { get; }

    /// <summary>What the transcript takes in.</summary>
    public THash Root => Tree.Root;

    /// <summary>Extends columns and builds the tree over them.</summary>
    /// <param name="columns">The coefficients in commit order; they must live and stay as long as the tree.</param>
    /// <param name="shape">How they are extended and lifted.</param>
    /// <param name="twiddles">FFT factors of the largest extension.</param>
    /// <param name="pool">Memory.</param>
    public static CommittedTree<THash> Commit<TChannel>(
        ColumnReference[] columns, TreeShape shape, TwiddleTable twiddles, BufferPool pool)
        where TChannel : IMerkleChannel<THash>
    {
        OpenedLeaves<TChannel, THash> leaves = new(columns, shape.LogBlowup, twiddles, pool);
        ColumnReference[] sorted = [.. columns.OrderBy(column => column.LogSize)];
        return new(columns, leaves, MerkleTrees.CommitCoefficients<TChannel, THash>(sorted, shape, twiddles, pool, leaves.Leaf));
    }

    /// <summary>Columns with a tree of which one layer was kept; whether that is theirs the root tells.</summary>
    /// <param name="columns">The coefficients in commit order.</param>
    /// <param name="nodes">The layer of 2^<see cref="MerkleTrees.LogKeptNodes"/> nodes.</param>
    /// <param name="logBlowup">log2 of the ratio of values and coefficients.</param>
    /// <param name="twiddles">FFT factors of the largest extension.</param>
    /// <param name="pool">Memory.</param>
    /// <exception cref="ArgumentException">The layer has another size.</exception>
    public static CommittedTree<THash> Restore<TChannel>(
        ColumnReference[] columns, THash[] nodes, int logBlowup, TwiddleTable twiddles, BufferPool pool)
        where TChannel : IMerkleChannel<THash>
    {
        OpenedLeaves<TChannel, THash> leaves = new(columns, logBlowup, twiddles, pool);
        return new(columns, leaves, PrunedMerkleTree<TChannel, THash>.Of(nodes, leaves.Height, leaves.Leaf));
    }

    /// <summary>The opened values, [column][query], and the Merkle witness of the leaves that the queries mean.</summary>
    /// <param name="queries">Positions of the query domain, ascending.</param>
    /// <param name="logDomain">log2 of that domain.</param>
    public (M31[][] Values, MerkleDecommitment<THash> Decommitment) Open(ReadOnlySpan<uint> queries, int logDomain)
    {
        int height = Tree.Height;
        uint[] positions = new uint[queries.Length];
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = LiftedIndex.ToTree(queries[i], logDomain, height);
        }

        M31[][] values = leaves.Open(Array.ConvertAll(
            positions, position => leaves.Height == 0 ? 0 : LiftedIndex.ToColumn(position, height, leaves.Height)));
        Array.Sort(positions);
        int count = Fri.QueryPositions.Deduplicate(positions);
        return (values, Tree.Decommit(positions.AsSpan(0, count)));
    }
}
